/** Histories drawn at random, and histories of small stores of every kind. */
import fc from 'fast-check'
import type { Operation } from '../../../../src-shared/operations'
import type { RecordedOperation } from '../../../../src-main/workload/history'

const drawnOperation = fc.record({
  client: fc.nat(2),
  key: fc.constantFrom('x', 'x', 'y'),
  f: fc.constantFrom('get', 'get', 'get', 'put', 'put', 'cas'),
  pick: fc.nat(20),
  outcome: fc.constantFrom<RecordedOperation['outcome']>('ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'unknown', 'fail'),
  swaps: fc.constantFrom(true, true, false),
  pause: fc.constantFrom(1, 3, 3, 3, -4)
})

/** Sessions whose reads show anything that was written, or nothing. */
export function randomHistories(length: number, overlapping: boolean): fc.Arbitrary<RecordedOperation[]> {
  return fc.array(drawnOperation, { minLength: 2, maxLength: length }).map((draws) => {
    const values = (key: string) => [null, null, ...draws.flatMap((d, i) => (d.key === key && d.f !== 'get' ? [`v${i}`] : []))]
    const ends = [0, 1, 2]
    const ops = [0, 0, 0]
    const history = draws.map(({ client, key, f, pick, outcome, swaps, pause }, i): RecordedOperation => {
      const seen = values(key)[pick % values(key).length]!
      const invoked_us = Math.max(0, ends[client]! + (overlapping ? pause : Math.abs(pause)))
      ends[client] = invoked_us + 5
      const operation: Operation =
        f === 'get' ? { f, key } : f === 'put' ? { f, key, value: `v${i}` } : { f: 'cas', key, expected: seen, value: `v${i}` }
      const result = f === 'get' ? { value: seen } : f === 'cas' ? { swapped: swaps } : {}
      return {
        client: `c${client}`,
        op: ++ops[client]!,
        operation,
        invoked_us,
        completed_us: outcome === 'unknown' ? null : ends[client]!,
        outcome,
        result: outcome === 'ok' ? result : null
      }
    })
    return history.sort((a, b) => a.invoked_us - b.invoked_us)
  })
}

export const STORES = ['linearizable', 'sequential', 'causal', 'pram', 'eventual'] as const
export type StoreKind = (typeof STORES)[number]

interface Write {
  readonly key: string
  readonly value: string
  readonly from: number
  readonly number: number
  /** Writes of each client that its writer knew. */
  readonly knows: readonly number[]
}

const drawnStep = fc.record({
  client: fc.nat(2),
  f: fc.constantFrom('get', 'get', 'put', 'deliver', 'deliver'),
  key: fc.constantFrom('x', 'y'),
  pick: fc.nat(20),
  unknown: fc.constantFrom(false, false, false, false, true)
})

/** What three clients see of a store that keeps a copy for each. */
export function storeHistories(kind: StoreKind, length: number): fc.Arbitrary<RecordedOperation[]> {
  return fc.array(drawnStep, { minLength: 2, maxLength: length }).map((steps) => {
    const copies = [0, 1, 2].map(() => new Copy(kind))
    const ops = [0, 0, 0]
    const written: Write[] = []
    const history: RecordedOperation[] = []
    steps.forEach(({ client, f, key, pick, unknown }, i) => {
      const copy = copies[client]!
      if (kind === 'linearizable' || f === 'deliver') deliver(copy, written, kind === 'linearizable' ? null : pick)
      if (f === 'deliver') return
      const at = {
        client: `c${client}`,
        op: ++ops[client]!,
        invoked_us: 10 * i,
        completed_us: 10 * i + 5,
        outcome: 'ok' as const
      }
      if (f === 'get') {
        history.push({ ...at, operation: { f, key }, result: { value: copy.values.get(key)?.value ?? null } })
        return
      }
      // One total order of writes: a session is served again when it has its own.
      if (kind === 'sequential') deliver(copy, written, null)
      const write = { key, value: `v${i}`, from: client, number: written.length, knows: copy.applied.slice() }
      written.push(write)
      copy.apply(write)
      const operation = { f: 'put' as const, key, value: write.value }
      history.push(
        unknown ? { ...at, operation, completed_us: null, outcome: 'unknown', result: null } : { ...at, operation, result: {} }
      )
    })
    return history
  })
}

/** Lets one write through that the store may deliver next, or (`pick` null) all of them in order. */
function deliver(copy: Copy, written: readonly Write[], pick: number | null): void {
  const waiting = written.filter((write) => copy.mayApply(write, written))
  if (waiting.length === 0) return
  copy.apply(waiting[(pick ?? 0) % waiting.length]!)
  if (pick === null) deliver(copy, written, pick)
}

class Copy {
  readonly values = new Map<string, Write>()
  /** Writes of each client applied. */
  readonly applied = [0, 0, 0]
  private readonly has = new Set<Write>()

  constructor(private readonly kind: StoreKind) {}

  mayApply(write: Write, written: readonly Write[]): boolean {
    if (this.has.has(write)) return false
    const own = written.filter(({ from }) => from === write.from)
    const isNext = own.indexOf(write) === this.applied[write.from]
    switch (this.kind) {
      case 'linearizable':
      case 'sequential':
        return written[this.has.size] === write
      case 'causal':
        return isNext && write.knows.every((count, client) => client === write.from || this.applied[client]! >= count)
      case 'pram':
        return isNext
      case 'eventual':
        return true
    }
  }

  apply(write: Write): void {
    this.has.add(write)
    this.applied[write.from]!++
    const held = this.values.get(write.key)
    // The newest write wins, whenever it arrives.
    if (this.kind === 'eventual' && held && held.number > write.number) return
    this.values.set(write.key, write)
  }
}

const few = fc.constantFrom('a', 'b', 'c')
const drawnAny = fc.record({
  client: fc.nat(2),
  key: fc.constantFrom('x', 'x', 'x', 'y'),
  f: fc.constantFrom('get', 'get', 'get', 'put', 'put', 'cas', 'cas', 'append', 'delete'),
  value: few,
  seen: fc.constantFrom(null, 'a', 'a', 'b', 'b', 'c', 'c', 'ab', 'bc'),
  outcome: fc.constantFrom<RecordedOperation['outcome']>('ok', 'ok', 'ok', 'ok', 'unknown', 'unknown', 'unknown', 'fail'),
  swaps: fc.constantFrom(true, true, true, false),
  pause: fc.constantFrom(1, 3, 3, -4),
  lasting: fc.constantFrom(2, 5, 14)
})

/** Operations of all kinds on registers, few values, written again and again, and many of unknown outcome. */
export function doubtfulHistories(length: number): fc.Arbitrary<RecordedOperation[]> {
  return fc.array(drawnAny, { minLength: 1, maxLength: length }).map((draws) => {
    const ends = [0, 0, 0]
    const ops = [0, 0, 0]
    const history = draws.map(({ client, key, f, value, seen, outcome, swaps, pause, lasting }): RecordedOperation => {
      const invoked_us = Math.max(0, ends[client]! + pause)
      ends[client] = invoked_us + lasting
      const operation: Operation =
        f === 'get' || f === 'delete' ? { f, key } : f === 'cas' ? { f, key, expected: seen, value } : { f, key, value }
      const result = f === 'get' ? { value: seen } : f === 'cas' ? { swapped: swaps } : {}
      return {
        client: `c${client}`,
        op: ++ops[client]!,
        operation,
        invoked_us,
        completed_us: outcome === 'unknown' ? null : ends[client]!,
        outcome,
        result: outcome === 'ok' ? result : null
      }
    })
    return history.sort((a, b) => a.invoked_us - b.invoked_us)
  })
}
