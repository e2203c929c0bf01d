import { describe, expect, test } from 'vitest'
import { createInvariants } from '../../../src-node/protocols/atomic-commit/invariants'
import { description } from '../../../src-shared/protocols/atomic-commit/description'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import { Decided, Prepared, Recovered, Released } from '../../../src-shared/protocols/transactions/facts'

/** What the invariants find in these events, by name. */
function findings(...events: EventBody[]): string[] {
  const invariants = createInvariants(['c', 'p', 'q'], { commit: 'two-phase', acceptors: 3, isolation: 'serializable' })
  return events.flatMap((body, i) => {
    const event = { ...body, t: i, seq: i + 1 } as LabEvent
    return invariants.flatMap((invariant) => (invariant.observe(event) === null ? [] : [invariant.name]))
  })
}

const T = 'c1:1#a'
const prepared = (node: string, transaction = T, writes = ['s/a']) => Prepared.of(node, { transaction, reads: [], writes })
const decided = (commit: boolean, participants = ['p', 'q']) => Decided.of('c', { transaction: T, commit, participants })
const released = (node: string, commit: boolean) => Released.of(node, { transaction: T, commit })
const recovered = (node: string, given: Partial<Recovered['data']> = {}) =>
  Recovered.of(node, { prepared: [], forced: [], committed: [], aborted: [], ...given })
const ok: EventBody = { kind: 'ok', client: 'c1', op: 1, result: { answers: [] }, latency_us: 1, node: 'c' }
const sample = (node: string): EventBody => ({ kind: 'sample', node, values: {} })

test('every invariant of the description is watched', () => {
  expect(
    createInvariants(['c', 'p', 'q'], { commit: 'two-phase', acceptors: 3, isolation: 'serializable' }).map(({ name }) => name)
  ).toEqual(description.invariants.map(({ name }) => name))
})

describe('the invariants', () => {
  test('find nothing in what is right', () => {
    const votes = [prepared('p'), prepared('q', T, ['s/b'])]
    const found = findings(...votes, decided(true), ok, released('p', true), recovered('q', { committed: [T] }), recovered('c'))
    expect(found).toEqual([])
  })

  test('find members that decide differently, also by what one of them finds on its disk', () => {
    const votes = [prepared('p'), prepared('q'), decided(true)]
    expect(findings(...votes, released('p', false))).toEqual(['decide-alike'])
    expect(findings(...votes, recovered('p', { aborted: [T] }))).toEqual(['decide-alike'])
  })

  test('find a commit without the vote of a participant once that has told of all it did before', () => {
    expect(findings(prepared('p'), decided(true), sample('q'))).toEqual(['all-votes'])
    expect(findings(prepared('p'), decided(true), prepared('q'), sample('q'))).toEqual([])
    expect(findings(prepared('p'), decided(false), sample('q'))).toEqual([])
  })

  test('find a key that two transactions in doubt have locked, but not one that is locked after the other', () => {
    expect(findings(prepared('p'), prepared('p', 'c2:1#b'))).toEqual(['in-doubt-locked'])
    expect(findings(prepared('p'), prepared('q', 'c2:1#b'))).toEqual([])
    expect(findings(prepared('p'), released('p', false), prepared('p', 'c2:1#b'))).toEqual([])
  })

  test('find a key that begins as a transaction in doubt has locked all to begin, and no other', () => {
    const scanning = Prepared.of('p', { transaction: T, reads: ['s/a*'], writes: [] })
    expect(findings(scanning, prepared('p', 'c2:1#b', ['s/ab']))).toEqual(['in-doubt-locked'])
    expect(findings(scanning, prepared('p', 'c2:1#b', ['s/b']))).toEqual([])
  })

  test('let two transactions read the same key', () => {
    const reading = (transaction: string) => Prepared.of('p', { transaction, reads: ['s/a'], writes: [] })
    expect(findings(reading(T), reading('c2:1#b'))).toEqual([])
    expect(findings(reading(T), prepared('p', 'c2:1#b'))).toEqual(['in-doubt-locked'])
  })

  test('find a participant that a crash made forget what it had promised', () => {
    expect(findings(prepared('p'), recovered('p'))).toEqual(['in-doubt-locked'])
    const kept = { prepared: [{ transaction: T, reads: [], writes: ['s/a'] }] }
    expect(findings(prepared('p'), recovered('p', kept), prepared('p', 'c2:1#b'))).toEqual(['in-doubt-locked'])
  })

  test('find an answer whose decision the coordinator no longer has', () => {
    expect(findings(prepared('p'), ok, recovered('c'))).toEqual(['acknowledged-committed'])
    expect(findings(prepared('p'), ok, recovered('c', { committed: [T] }))).toEqual([])
  })
})
