import { describe, expect, it } from 'vitest'
import type { EventBody } from '../../../src-shared/events'
import { foldRun } from '../../../src-shared/folds/run'
import { headlineText, rolesHeadline } from '../../../src-shared/panels/headline'
import type { ProtocolDefinition } from '../../../src-shared/protocols/definition'
import { multiLeader } from '../../../src-shared/protocols/multi-leader'
import { quorum } from '../../../src-shared/protocols/quorum'
import { raft } from '../../../src-shared/protocols/raft'
import { atomicCommit } from '../../../src-shared/protocols/atomic-commit'
import { Prepared, Released } from '../../../src-shared/protocols/transactions/facts'
import { StreamBuilder } from '../support/stream'

const headlineOf = (run: StreamBuilder, protocol: ProtocolDefinition) =>
  protocol.panels.headline!(foldRun(run.events(), protocol))!
const words = (run: StreamBuilder, protocol: ProtocolDefinition) => headlineText(headlineOf(run, protocol))
const booted = () => new StreamBuilder().start().bootAll()
const clockAt = (t_ms: number): [number, EventBody] => [t_ms, { kind: 'node-log', node: 'n1', level: 'info', text: '' }]

describe('the headline of elected leaders', () => {
  it('names who leads and the term, and who is out of date', () => {
    const run = booted().elect(100, 'n1', 1)
    expect(headlineOf(run, raft)).toMatchObject({ look: { icon: 'star' } })
    expect(words(run, raft)).toBe('n1 leads in term 1')
    run.between(1000, ['n1', 'n2'], ['n3', 'n4', 'n5'], 'cut').elect(1300, 'n3', 2, ['n4', 'n5'])
    expect(words(run, raft)).toBe('n3 leads in term 2 · n1, leader of term 1, out of date')
  })

  it('tells for how long nobody has led, in which term', () => {
    const run = booted().elect(100, 'n1', 1).exit(1000, 'n1').role(1100, 'n2', 'candidate', 4, null)
    run.at(...clockAt(1320))
    expect(words(run, raft)).toBe('No leader for 320 ms · term 4')
  })

  it('names who was elected although nobody has heard of it yet', () => {
    const run = booted().elect(100, 'n1', 1).between(1000, ['n1'], ['n2', 'n3', 'n4', 'n5'], 'cut')
    run.role(1200, 'n2', 'leader', 2, 'n2')
    expect(words(run, raft)).toBe('n2 was elected in term 2 · n1, leader of term 1, out of date')
  })
})

it('the headline of appointed leaders names them, and who is farthest behind', () => {
  const run = booted().role(10, 'n1', 'leader', 0, 'n1').role(10, 'n3', 'leader', 0, 'n3').role(10, 'n2', 'follower', 0, 'n1')
  expect(words(run, multiLeader)).toBe('n1 and n3 lead')
  run.at(20, { kind: 'sample', node: 'n1', values: { 'lag_entries.n2': 120, 'lag_ms.n2': 4, 'lag_entries.n3': 1 } })
  expect(words(run, multiLeader)).toBe('n1 and n3 lead · n2 lacks 120 updates')
})

it('the headline of a quorum tells what is not where it belongs yet', () => {
  expect(words(booted(), quorum)).toBe('Leaderless · any node answers')
  const run = booted().at(10, { kind: 'sample', node: 'n1', values: { hints: 2, siblings: 1 } })
  run.at(11, { kind: 'sample', node: 'n2', values: { hints: 1, siblings: 1 } })
  expect(words(run, quorum)).toBe('Leaderless · 3 hints wait · siblings of 1 key')
})

it('the headline of two-phase commit tells how many transactions wait for a decision, once that takes long', () => {
  const run = booted().at(5, { kind: 'role', node: 'n1', role: 'coordinator' })
  for (const node of ['n2', 'n3']) run.at(100, Prepared.of(node, { transaction: 'c1:1#1', reads: [], writes: ['a'] }))
  run.at(...clockAt(200))
  expect(words(run, atomicCommit)).toBe('n1 coordinates')
  run.exit(210, 'n1').at(...clockAt(1100))
  expect(words(run, atomicCommit)).toBe('No coordinator: 1 transaction in doubt for 1 s')
  for (const node of ['n2', 'n3']) run.at(1200, Released.of(node, { transaction: 'c1:1#1', commit: false }))
  expect(words(run, atomicCommit)).toBe('No coordinator')
})

it('without one of its own, a protocol has the roles, and those that nobody has', () => {
  const { description } = atomicCommit
  const run = booted().at(5, { kind: 'role', node: 'n2', role: 'participant' })
  const { cluster } = foldRun(run.events(), atomicCommit)
  expect(headlineText(rolesHeadline(description, cluster)!)).toBe('Participant n2 · no coordinator')
  expect(rolesHeadline({ roles: [] }, cluster)).toBeNull()
})
