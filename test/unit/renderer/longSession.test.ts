import { expect, test } from 'vitest'
import { EventArchive } from '../../../src-renderer/lab/run/eventArchive'
import { LoadedRun } from '../../../src-renderer/lab/run/loadedRun'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import { encodeEvents } from '../../../src-shared/wire/events'
import { followingFold, followingOf } from '../../../src-shared/protocols/leadership/following'
import { positionOf, positionsFold } from '../../../src-shared/protocols/replicated-log/positions'
import { Commit } from '../../../src-shared/protocols/replicated-log/facts'
import { NODES } from '../support/stream'
import { raft } from '../../../src-shared/protocols/raft'

const HOURS = 4
const HOUR_US = 3_600_000_000
const STEP_US = 800_000
/** Reached within the first two hours. */
const BOUNDS = { whole_bytes_max: 300_000, messageless_bytes_max: 120_000, sparse_bytes_max: 8_000_000 }

/** What a cluster does within a step of time: a write that all apply, its messages, samples, and now and then another leader. */
function* eventsAt(step: number): Generator<EventBody> {
  const op = step + 1
  const leader = NODES[Math.floor(step / 500) % NODES.length]!
  if (step % 500 === 0) {
    const term = step / 500 + 1
    yield { kind: 'role', node: leader, role: 'leader', term, leader }
    for (const node of NODES) if (node !== leader) yield { kind: 'role', node, role: 'follower', term, leader }
  }
  yield { kind: 'invoke', client: 'c1', op, operation: { f: 'put', key: `k${op % 10}`, value: `v${op}` } }
  yield { kind: 'attempt', client: 'c1', op, attempt: 1, node: leader }
  for (const to of NODES.slice(1)) {
    const message = { from: NODES[0], to, boot: 1, n: op }
    yield { kind: 'sent', ...message, type: 'append', bytes: 96 }
    yield { kind: 'received', ...message, type: 'append' }
    yield { kind: 'delivered', ...message, late_us: 0, copy: 0, corrupted: false }
  }
  for (const node of NODES) yield Commit.of(node, { index: op, term: 1 })
  yield { kind: 'ok', client: 'c1', op, result: {}, latency_us: 500 + (op % 1000), node: leader }
  yield { kind: 'sample', node: leader, values: { commit_index: op } }
  yield { kind: 'node-log', node: leader, level: 'info', text: `entry ${op}` }
}

/** How many objects can be reached: what the garbage collector would have to keep. */
function reachable(root: object): number {
  const seen = new Set<object>([root])
  const waiting = [root]
  for (let next; (next = waiting.pop());) {
    const held: Iterable<unknown> =
      next instanceof Map
        ? [...next.keys(), ...next.values()]
        : next instanceof Set
          ? next
          : ArrayBuffer.isView(next)
            ? []
            : Object.values(next)
    for (const value of held) {
      if (typeof value !== 'object' || value === null || seen.has(value)) continue
      seen.add(value)
      waiting.push(value)
    }
  }
  return seen.size
}

test(`after ${HOURS} hours the page holds hardly more than after two, and shows any moment of them`, () => {
  const tape = new LoadedRun(raft.description, () => 0, new EventArchive(BOUNDS))
  const start = {
    version: '0',
    scenario: 'x',
    protocol: 'raft',
    engine: 'processes',
    seed: 1,
    started_at: null,
    switches: []
  } as const
  const objects: number[] = []
  let seq = 0
  let batch: LabEvent[] = [{ kind: 'run-started', ...start, nodes: NODES, clients: ['c1'], t: 0, seq: ++seq }]
  for (const node of NODES)
    batch.push({ kind: 'node-ready', node, boot: 1, recovered_records: 0, truncated_bytes: 0, t: 0, seq: ++seq })
  for (let step = 0; step * STEP_US < HOURS * HOUR_US; step++) {
    for (const body of eventsAt(step)) batch.push({ ...body, t: step * STEP_US, seq: ++seq })
    if (step % 20 === 19) {
      tape.push(encodeEvents(batch).slice())
      batch = []
      tape.drain(Infinity)
      tape.compress(() => false)
    }
    if (((step + 1) * STEP_US) % HOUR_US === 0) objects.push(reachable(tape))
  }
  expect(objects).toHaveLength(HOURS)
  expect(objects[3]! / objects[1]!, `objects after each hour: ${objects.join(', ')}`).toBeLessThan(1.3)
  expect(tape.archive.bytes).toBeLessThan(4_000_000)
  expect(tape.archive.full).toBe(false)
  // The newest minutes are whole.
  expect(tape.archive.without_messages!.t_us).toBeLessThan(HOURS * HOUR_US - 5 * 60_000_000)

  for (const share of [0.03, 0.4, 0.77, 0.99]) {
    const t_us = Math.round(share * HOURS * HOUR_US)
    const step = Math.floor(t_us / STEP_US)
    tape.machine.startSeek(tape.archive.seqAt(t_us))
    while (!tape.machine.work(Infinity, () => 0));
    const { fold } = tape.machine.folds!
    const { cluster, operations } = fold
    const leader = NODES[Math.floor(step / 500) % NODES.length]!
    expect(Math.abs(cluster.now_us - t_us), 'a second at most from where it was sent').toBeLessThan(1_000_001)
    expect(cluster.nodes.get(leader)).toMatchObject({ role: 'leader' })
    expect(followingOf(followingFold.of(fold), leader).term).toBe(Math.floor(step / 500) + 1)
    for (const id of cluster.nodes.keys()) {
      const { commit } = positionOf(positionsFold.of(fold), id)
      expect(Math.abs(commit - (step + 1))).toBeLessThanOrEqual(3)
    }
    // To the step of the charts, 3.2 s for four hours.
    expect(Math.abs(operations.ok - step)).toBeLessThanOrEqual(10)
  }
})
