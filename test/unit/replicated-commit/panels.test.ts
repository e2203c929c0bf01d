import { expect, it } from 'vitest'
import type { EventBody } from '../../../src-shared/events'
import { foldRun } from '../../../src-shared/folds/run'
import type { NodePanel } from '../../../src-shared/panels/panel'
import { Prepared, Recovered, Released, Started } from '../../../src-shared/protocols/transactions/facts'
import { replicatedCommit } from '../../../src-shared/protocols/replicated-commit'
import { RecordWritten } from '../../../src-shared/protocols/replicated-commit/facts'
import { StreamBuilder } from '../support/stream'

const transaction = 'c1:1#n1.a'
const { panels } = replicatedCommit
const ring = panels.node.find((panel) => panel.kind === 'ring')!

/** n2 leads g1 and g2, n3 leads g3; each has a copy of all. */
function started(): StreamBuilder {
  const run = new StreamBuilder(['n1', 'n2', 'n3']).start().bootAll()
  const leaders = { g1: 'n2', g2: 'n2', g3: 'n3' }
  for (const [group, leader] of Object.entries(leaders))
    for (const node of run.nodes)
      run.at(100, { kind: 'role', node, group, role: node === leader ? 'leader' : 'follower', term: 1, leader })
  return run
}

const inGroup = (group: string, event: EventBody): EventBody => ({ ...event, group }) as EventBody
const prepared = (group: string, node: string) =>
  inGroup(group, Prepared.of(node, { transaction, reads: [], writes: [`${group}-key`] }))
const recorded = (node: string) =>
  inGroup('g3', RecordWritten.of(node, { transaction, commit: true, participants: ['g1', 'g2'], by: 'gateway' }))

/** Both participants have promised, and the record is written. */
function decided(): StreamBuilder {
  const run = started().at(1000, Started.of('n1', { transaction, participants: ['g1', 'g2'] }))
  return run.at(1010, prepared('g1', 'n2')).at(1010, prepared('g2', 'n2')).at(1020, recorded('n3'))
}

function tableOf(run: StreamBuilder, title: string, node: string): readonly (readonly string[])[] {
  const panel = panels.node.find(
    (one): one is Extract<NodePanel, { kind: 'table' }> => one.kind === 'table' && one.title === title
  )!
  return panel.rows(foldRun(run.events(), replicatedCommit), node).shown.map(({ cells }) => cells)
}

it('a node shows the groups that it leads as arcs, hatched once something is in doubt there for long', () => {
  const run = decided().at(1100, recorded('n3'))
  const states = (fold: ReturnType<typeof foldRun>) => (node: string) =>
    ring.parts(fold, node).map(({ place, state }) => `${place} ${state}`)
  const soon = foldRun(run.events(), replicatedCommit)
  expect(run.nodes.map(states(soon))).toEqual([[], ['0 held', '1 held'], ['2 held']])
  const later = foldRun(
    run
      .at(1015, inGroup('g2', Released.of('n2', { transaction, commit: true })))
      .at(2000, recorded('n3'))
      .events(),
    replicatedCommit
  )
  expect(states(later)('n2')).toEqual(['0 in-doubt', '1 held'])
  expect(ring.text(later, 'n2')).toBe('leads g1, g2, with 1 transaction in doubt in g1')
})

it('what a group has promised stands with its leader, and goes to the next', () => {
  const run = decided()
  expect(tableOf(run, 'Locks', 'n2')).toEqual([
    ['g1-key', 'writing', transaction],
    ['g2-key', 'writing', transaction]
  ])
  run.exit(1500, 'n2').at(2000, { kind: 'role', node: 'n1', group: 'g1', role: 'leader', term: 2, leader: 'n1' })
  const found = { prepared: [{ transaction, reads: [], writes: ['g1-key'] }], forced: [], committed: [], aborted: [] }
  run.at(2001, inGroup('g1', Recovered.of('n1', found)))
  expect(tableOf(run, 'Locks', 'n2')).toEqual([])
  expect(tableOf(run, 'Undecided transactions', 'n1')).toEqual([
    [transaction, 'votes', '1.000 s'],
    [transaction, 'the decision, in g1', '1.010 s']
  ])
})

it('a record is listed at who leads its group, for as long as a participant waits for it', () => {
  const run = decided()
  expect(tableOf(run, 'Records that are awaited', 'n3')).toEqual([[transaction, 'commit', 'g3', 'g1, g2']])
  expect(tableOf(run, 'Records that are awaited', 'n2')).toEqual([])
  for (const group of ['g1', 'g2']) run.at(1100, inGroup(group, Released.of('n2', { transaction, commit: true })))
  expect(tableOf(run, 'Records that are awaited', 'n3')).toEqual([])
})

it('where nobody leads, copies say what they have prepared', () => {
  const run = decided().exit(1500, 'n2')
  const values = { prepared: 1, records: 2 }
  run.at(1600, { kind: 'sample', node: 'n3', group: 'g1', values } as EventBody)
  const fold = foldRun(run.events(), replicatedCommit)
  expect(panels.tag!(fold, 'n3')).toBe('1 prepared, no leader')
  expect(panels.caption!(fold, 'n3 g1')).toBe('1 prepared, 2 records')
})
