import { describe, expect, it } from 'vitest'
import { foldRun } from '../../../src-shared/folds/run'
import type { RunFold } from '../../../src-shared/folds/run'
import { holdingOf } from '../../../src-shared/panels/holdings'
import type { ProtocolDefinition } from '../../../src-shared/protocols/definition'
import { multiLeader } from '../../../src-shared/protocols/multi-leader'
import { Updates } from '../../../src-shared/protocols/numbered-updates/facts'
import { quorum } from '../../../src-shared/protocols/quorum'
import { Hints, LeavesExchanged, TreesDiffer, Versions } from '../../../src-shared/protocols/quorum/facts'
import { hashTrees } from '../../../src-shared/protocols/quorum/hash-trees'
import { atomicCommit } from '../../../src-shared/protocols/atomic-commit'
import { Prepared, Recovered, Released } from '../../../src-shared/protocols/transactions/facts'
import { locksFold, locksOf } from '../../../src-shared/protocols/transactions/locks'
import { StreamBuilder } from '../support/stream'

const version = (operation: string, seen: number[]) => ({
  operation,
  at_us: 0,
  slot: 0,
  count: seen[0] ?? 0,
  seen,
  deleted: false
})
const started = () => new StreamBuilder().start().bootAll()
const summary = (protocol: ProtocolDefinition, run: RunFold, node: string) =>
  holdingOf(protocol.panels.node, 'rows')!.summary(run, node)
const tableOf = (protocol: ProtocolDefinition, title: string, run: RunFold, node: string) => {
  const panel = protocol.panels.node.find((one) => one.kind === 'table' && one.title === title)
  return panel?.kind === 'table' ? panel.rows(run, node).shown.map(({ cells }) => cells.join(' ')) : null
}

describe('what nodes of each protocol hold', () => {
  it('leaderless: rows with their versions, siblings first, and hints that wait until they are handed over', () => {
    const x = { key: 'x', versions: [version('c1:1', [1, 0]), version('c2:1', [0, 1])] }
    const run = started().at(100, Versions.of('n1', { rows: [x, { key: 'y', versions: [version('c1:2', [2, 0])] }], all: false }))
    run.at(101, Hints.of('n1', { hints: [{ to: 'n3', key: 'x', versions: [version('c1:1', [1, 0])] }], all: false }))
    const fold = foldRun(run.events(), quorum)
    const rows = holdingOf(quorum.panels.node, 'rows')!.rows(fold, 'n1')
    expect(rows.map(({ key, versions }) => `${key}: ${versions.map(({ version }) => version).join(' ')}`)).toEqual([
      'x: [1,0] [0,1]',
      'y: [2,0]'
    ])
    expect([summary(quorum, fold, 'n1'), tableOf(quorum, 'Hints that wait', fold, 'n1')]).toEqual(['1 hint', ['n3 x [1,0]']])
    run.at(102, Hints.of('n1', { hints: [{ to: 'n3', key: 'x', versions: [] }], all: false }))
    const later = foldRun(run.events(), quorum)
    expect([summary(quorum, later, 'n1'), tableOf(quorum, 'Hints that wait', later, 'n1')]).toEqual(['2 keys', []])
  })

  it('leaderless: hash trees that differed, on both nodes: lit down to the leaves, with the rows exchanged for them', () => {
    const levels = [
      { compared: [0], differing: [0] },
      { compared: [0, 1], differing: [1] },
      { compared: [2, 3], differing: [3] }
    ]
    const run = started().at(1_000, TreesDiffer.of('n1', { peer: 'n2', range: 0, branches: 2, levels }))
    const told = { taken: [{ key: 'a', leaf: 3 }], taken_count: 1, sent: [{ key: 'b', leaf: 3 }], sent_count: 1 }
    const before = hashTrees(foldRun(run.events(), quorum), 'n2')
    expect(before.map(({ rows, text }) => [rows, text])).toEqual([
      [[], 'n1 and n2 compared range 1 0 ms ago: they differ in 1 of 4 leaves; what lies below them is on its way or lost']
    ])
    run.at(1_001, LeavesExchanged.of('n2', { peer: 'n1', range: 0, ...told })).exit(2_000, 'n5')
    const fold = foldRun(run.events(), quorum)
    expect(hashTrees(fold, 'n1')).toEqual(hashTrees(fold, 'n2'))
    expect(hashTrees(fold, 'n3')).toEqual([])
    const [tree] = hashTrees(fold, 'n1')
    expect(tree!.levels).toEqual([['differs'], ['equal', 'differs'], ['skipped', 'skipped', 'equal', 'differs']])
    expect(tree!.rows.map(({ leaf, text }) => `${leaf} ${text}`)).toEqual(['3 a: n1 → n2', '3 b: n2 → n1'])
    expect(tree!.title).toBe('n1 and n2, range 1, 1 s ago')
  })

  it('multi-leader: how many updates of each node it has', () => {
    const told = { updates: [], sum: 0, overwritten: [], recovered: false }
    const fold = foldRun(
      started()
        .at(100, Updates.of('n1', { ...told, seen: [3, 0, 1, 0, 0] }))
        .events(),
      multiLeader
    )
    expect(summary(multiLeader, fold, 'n1')).toBe('[3,0,1,0,0]')
    expect(summary(multiLeader, fold, 'n2')).toBeNull()
    const rows = holdingOf(multiLeader.panels.node, 'rows')!.rows(fold, 'n1')
    expect(rows.map(({ key, versions }) => `${key}: ${versions[0]!.text}`).slice(0, 3)).toEqual([
      'of n1: 3',
      'of n2: 0',
      'of n3: 1'
    ])
  })

  it('two-phase commit: keys that a transaction in doubt holds locked, also after a restart', () => {
    const prepared = { transaction: 'c1:1#1', reads: ['a', 'b'], writes: ['b'] }
    const run = started().at(100, Prepared.of('n2', prepared))
    const fold = foldRun(run.events(), atomicCommit)
    expect(tableOf(atomicCommit, 'Locks', fold, 'n2')).toEqual(['b writing c1:1#1', 'a reading c1:1#1'])
    expect(atomicCommit.panels.tag!(fold, 'n2')).toBe('1 in doubt, 2 keys locked')
    run.at(200, Recovered.of('n2', { prepared: [prepared], forced: [], committed: [], aborted: [] }))
    expect(locksOf(locksFold.of(foldRun(run.events(), atomicCommit)), 'n2')).toHaveLength(2)
    run.at(300, Released.of('n2', { transaction: 'c1:1#1', commit: true }))
    expect(atomicCommit.panels.tag!(foldRun(run.events(), atomicCommit), 'n2')).toBeNull()
  })
})

describe('what a node without a leader believes', () => {
  it('is whom it has heard of late: wrong about those that are cut off, and about those that have just gone', () => {
    const run = started()
    let n = 0
    const read = (t_ms: number, from: string) => {
      const message = { from, to: 'n1', boot: 1, n: ++n, type: 'tree' }
      run.at(t_ms, { kind: 'sent', ...message, bytes: 9 }).at(t_ms, { kind: 'received', ...message })
    }
    read(1_000, 'n3')
    for (const from of ['n2', 'n4', 'n5']) read(9_900, from)
    const right = quorum.panels.beliefs!(foldRun(run.events(), quorum), 'n1')!
    expect(right.text).toBe('n1 takes n3 for dead, but it runs')
    run.exit(9_950, 'n5')
    const { text, peers, lines } = quorum.panels.beliefs!(foldRun(run.events(), quorum), 'n1')!
    expect(text).toBe('n1 takes n3 for dead, but it runs; it does not know yet that n5 is gone')
    expect([...peers.values()].map(({ word, actual }) => `${word} | ${actual}`)).toEqual([
      'up | null',
      'up | null',
      'silent | up',
      'up | null',
      'up | down'
    ])
    expect(lines[0]).toMatchObject({ name: 'alive', believed: 'n1, n2, n4 and n5', actual: 'n1–n4', wrong: true })
  })
})
