import { describe, expect, it } from 'vitest'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import { ChunkSent, Hints, Versions, WriteAcknowledged } from '../../../src-shared/protocols/quorum/facts'
import type { VersionMark } from '../../../src-shared/protocols/quorum/facts'
import { NewestKept } from '../../../src-node/protocols/quorum/invariants/newest-kept'
import { OverwritesSeen } from '../../../src-node/protocols/quorum/invariants/overwrites-seen'
import { LocalQuorum } from '../../../src-node/protocols/quorum/invariants/local-quorum'
import { WithinRate } from '../../../src-node/protocols/quorum/invariants/within-rate'
import { WriteQuorum } from '../../../src-node/protocols/quorum/invariants/write-quorum'
import type { LiveInvariant, Loss, Violation } from '../../../src-node/protocols/contract'

const gap: EventBody = { kind: 'gap', source: 'lab', lost: 1 }
const later: EventBody = { kind: 'sample', node: 'A', values: {} }

/** Tells the invariant of events, one a microsecond; answers what it found. */
function checkWith(invariant: LiveInvariant): (...events: EventBody[]) => (Violation | Loss)[] {
  let seq = 0
  return (...events) => events.flatMap((event) => invariant.observe({ ...event, t: ++seq, seq } as LabEvent) ?? [])
}

function mark(op: number, more: Partial<VersionMark> = {}): VersionMark {
  return { operation: `c:${op}`, at_us: op, slot: 0, count: 0, seen: [], deleted: false, ...more }
}

function told(key: string, ...versions: VersionMark[]): EventBody {
  return Versions.of('A', { all: false, rows: [{ key, versions }] })
}

function hinted(key: string, ...versions: VersionMark[]): EventBody {
  return Hints.of('A', { all: false, hints: [{ to: 'B', key, versions }] })
}

const invoke = (op: number, key: string): EventBody => ({
  kind: 'invoke',
  client: 'c',
  op,
  operation: { f: 'put', key, value: `v${op}` }
})
const ok = (op: number): EventBody => ({ kind: 'ok', client: 'c', op, result: {}, latency_us: 1, node: 'A' })
const claim = (op: number, key: string, version: VersionMark, hinted_by: readonly string[] = []): EventBody => {
  const disks = { stored_by: hinted_by.length > 0 ? [] : ['A'], hinted_for: hinted_by.map(() => 'B'), hinted_by }
  return WriteAcknowledged.of('A', { operation: `c:${op}`, key, version, needed: 1, ...disks })
}
const write = (op: number, key: string, version = mark(op), hinted_by: readonly string[] = []): EventBody[] => [
  invoke(op, key),
  claim(op, key, version, hinted_by),
  ok(op)
]

describe('write-quorum', () => {
  it('accuses a node that has told of everything but the write', () => {
    const check = checkWith(new WriteQuorum())
    expect(check(...write(1, 'x'), told('y', mark(2)), later)).toEqual([
      expect.objectContaining({ text: expect.stringContaining('A did not have it on disk') as string })
    ])
  })

  it('does not know what is beyond the rows that it remembers', () => {
    const check = checkWith(new WriteQuorum())
    for (let i = 0; i < 20_000; i++) check(told(`k${i}`, mark(1)))
    expect(check(...write(2, 'k7'), later)).toHaveLength(1)
    expect(check(told('one more', mark(3)), ...write(3, 'another'), later)).toEqual([])
    expect(check(...write(4, 'k7'), later)).toHaveLength(1)
  })

  it('does not know what was told in a gap, and judges what began after it', () => {
    const check = checkWith(new WriteQuorum())
    expect(check(invoke(1, 'x'), gap, claim(1, 'x', mark(1)), ok(1), later)).toEqual([])
    expect(check(...write(2, 'x'), later)).toHaveLength(1)
  })

  it('remembers a hint that was handed over when a late one of another write takes its place', () => {
    const check = checkWith(new WriteQuorum())
    expect(check(hinted('x', mark(5)), hinted('x'), hinted('x', mark(1)))).toEqual([])
    expect(check(...write(5, 'x', mark(5), ['A']), later)).toEqual([])
    expect(check(...write(6, 'x', mark(6), ['A']), later)).toHaveLength(1)
  })

  it('remembers a deletion that was forgotten when something concurrent takes its place', () => {
    const check = checkWith(new WriteQuorum())
    const deleted = mark(1, { count: 1, seen: [0, 0], deleted: true })
    check(told('x', deleted), told('x'), told('x', mark(2, { slot: 1, count: 1, seen: [0, 0] })))
    expect(check(...write(1, 'x', deleted), later)).toEqual([])
  })
})

describe('newest-kept', () => {
  it('does not take what it was not told in a gap for a loss', () => {
    expect(checkWith(new NewestKept())(told('x', mark(1)), gap, told('x'))).toEqual([])
    expect(checkWith(new NewestKept())(told('x', mark(1)), told('x'))).toHaveLength(1)
  })

  it('goes on watching when keys come and go', () => {
    const check = checkWith(new NewestKept())
    for (let i = 0; i < 20_000; i++) check(told(`k${i}`, mark(1, { deleted: true })), told(`k${i}`))
    expect(check(told('x', mark(2)), told('x', mark(1)))).toHaveLength(1)
  })
})

describe('overwrites-seen', () => {
  const seen = (count: number) => ({ count, seen: [0, 0] })

  it('says nothing after a gap, in which a client may have read anything', () => {
    const overwritten = [
      invoke(1, 'x'),
      told('x', mark(1, seen(1))),
      invoke(2, 'x'),
      told('x', mark(2, { count: 2, seen: [1, 0] }))
    ]
    expect(checkWith(new OverwritesSeen())(...overwritten)).toHaveLength(1)
    expect(checkWith(new OverwritesSeen())(gap, ...overwritten)).toEqual([])
  })
})

describe('local-quorum', () => {
  const NODES = ['A', 'B', 'C', 'D']
  const acknowledged = (stored_by: readonly string[], is_local = true): EventBody =>
    WriteAcknowledged.of('A', {
      operation: 'c:1',
      key: 'x',
      version: mark(1),
      needed: 2,
      ...(is_local && { is_local }),
      stored_by,
      hinted_for: [],
      hinted_by: []
    })

  it('accuses a coordinator that counts replicas of another region', () => {
    const check = checkWith(new LocalQuorum(NODES, 2))
    expect(check(acknowledged(['A', 'C'], false), acknowledged(['A', 'B']))).toEqual([])
    expect(check(acknowledged(['A', 'C', 'D']))).toEqual([
      expect.objectContaining({ text: expect.stringContaining('1 of 2 replicas in its region') as string })
    ])
  })

  it('does not judge once somebody has joined: the bounds of regions have moved', () => {
    const check = checkWith(new LocalQuorum(NODES, 2))
    expect(check({ kind: 'member-joined', node: 'E', role: null }, acknowledged(['A', 'C']))).toEqual([])
  })
})

describe('within-rate', () => {
  const sent = (bytes: number, limit_bytes_s = 1000): EventBody =>
    ChunkSent.of('A', { range: 'r', to: 'B', rows: 1, bytes, limit_bytes_s })

  it('is broken by more in a second than the rate and two chunks', () => {
    const check = checkWith(new WithinRate())
    expect(check(...Array.from({ length: 12 }, () => sent(100)))).toEqual([])
    expect(check(sent(100))).toEqual([
      expect.objectContaining({ text: 'A sent 1300 bytes of ranges within a second, where 1000 are allowed', events: [1, 13] })
    ])
  })

  it('holds without a limit', () => {
    expect(checkWith(new WithinRate())(...Array.from({ length: 100 }, () => sent(100, 0)))).toEqual([])
  })
})
