import { expect, test } from 'vitest'
import { createClusterFold } from '../../../src-shared/folds/cluster'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import { Decided, Prepared, Recovered, Released, Started } from '../../../src-shared/protocols/transactions/facts'
import { transactionsFold } from '../../../src-shared/protocols/transactions/transactions'

const T = 'c1:1#a'
const started = Started.of('c', { transaction: T, participants: ['p'] })
const prepared = Prepared.of('p', { transaction: T, reads: [], writes: ['s/a'] })
const decided = Decided.of('c', { transaction: T, commit: true, participants: ['p'] })
const exited = (node: string): EventBody => ({
  kind: 'node-exited',
  node,
  boot: 1,
  reason: 'crashed',
  code: null,
  signal: 'SIGKILL',
  output: []
})

/** `node from-to outcome` of each part; events are 10 µs apart. */
function partsOf(...events: EventBody[]): string[] {
  const state = transactionsFold.create()
  events.forEach((body, i) =>
    transactionsFold.observe(state, { ...body, t: i * 10, seq: i + 1 } as LabEvent, createClusterFold({}))
  )
  return state.parts.toArray().map(({ node, from_us, to_us, outcome }) => `${node} ${from_us}-${to_us ?? ''} ${outcome}`)
}

test('a part lasts until its member knows the decision', () => {
  const released = Released.of('p', { transaction: T, commit: true })
  expect(partsOf(started, prepared, decided, released)).toEqual(['c 0-20 committed', 'p 10-30 committed'])
})

test('a participant stays in doubt when the coordinator dies, and when it restarts itself', () => {
  const doubt = { prepared: [{ transaction: T, reads: [], writes: ['s/a'] }], forced: [], committed: [], aborted: [] }
  const found = partsOf(started, prepared, exited('c'), exited('p'), Recovered.of('p', doubt))
  expect(found).toEqual(['c 0-20 unknown', 'p 10- open'])
})

test('a participant that died before it told of the decision tells when it restarts', () => {
  const known = Recovered.of('p', { prepared: [], forced: [], committed: [T], aborted: [] })
  expect(partsOf(started, prepared, decided, exited('p'), known)).toEqual(['c 0-20 committed', 'p 10-40 committed'])
})
