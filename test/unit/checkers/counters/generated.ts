/** Histories of counters drawn at random, and those of small stores of every kind. */
import fc from 'fast-check'
import type { RecordedOperation } from '../../../../src-main/workload/history'

export interface Drawing {
  readonly keys: readonly string[]
  readonly amounts: readonly number[]
  /** Clients do not wait for their answers. */
  readonly overlapping?: boolean
}

/** Sessions whose reads show any sum that increments might come to, and a little more. */
export function randomCounts(length: number, { keys, amounts, overlapping = false }: Drawing): fc.Arbitrary<RecordedOperation[]> {
  const drawn = fc.record({
    client: fc.nat(2),
    key: fc.constantFrom(...keys),
    reads: fc.boolean(),
    by: fc.constantFrom(...amounts),
    steps: fc.integer({ min: -1, max: 4 }),
    outcome: fc.constantFrom<RecordedOperation['outcome']>('ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'unknown', 'fail'),
    pause: fc.constantFrom(1, 3, 3, -4)
  })
  return fc.array(drawn, { minLength: 2, maxLength: length }).map((draws) => {
    const ends = [0, 1, 2]
    const history = draws.map(({ client, key, reads, by, steps, outcome, pause }, i): RecordedOperation => {
      const invoked_us = Math.max(0, ends[client]! + (overlapping ? pause : Math.abs(pause)))
      ends[client] = invoked_us + 5
      const sum = steps * amounts[i % amounts.length]!
      return recorded(client, i, invoked_us, outcome, key, reads ? { sum } : { by })
    })
    return history.sort((a, b) => a.invoked_us - b.invoked_us)
  })
}

export const STORES = ['linearizable', 'sequential', 'causal', 'pram'] as const
export type StoreKind = (typeof STORES)[number]

interface Write {
  readonly key: string
  readonly by: number
  readonly from: number
  /** Writes of each client that its writer knew. */
  readonly knows: readonly number[]
}

/** What three clients see of a store that keeps a copy for each. */
export function storeCounts(kind: StoreKind, length: number, { keys, amounts }: Drawing): fc.Arbitrary<RecordedOperation[]> {
  const step = fc.record({
    client: fc.nat(2),
    f: fc.constantFrom('get', 'get', 'increment', 'deliver', 'deliver'),
    key: fc.constantFrom(...keys),
    by: fc.constantFrom(...amounts),
    pick: fc.nat(20),
    unknown: fc.constantFrom(false, false, false, false, true)
  })
  return fc.array(step, { minLength: 2, maxLength: length }).map((steps) => {
    const copies = [0, 1, 2].map(() => new Copy())
    const written: Write[] = []
    return steps.flatMap(({ client, f, key, by, pick, unknown }, i): RecordedOperation[] => {
      const copy = copies[client]!
      const deliver = (all: boolean) => {
        do {
          const waiting = written.filter((write) => copy.mayApply(write, written, kind))
          if (waiting.length === 0) return
          copy.apply(waiting[all ? 0 : pick % waiting.length]!)
        } while (all)
      }
      if (kind === 'linearizable') deliver(true)
      else if (f === 'deliver') deliver(false)
      if (f === 'deliver') return []
      if (f === 'get') return [recorded(client, i, 10 * i, 'ok', key, { sum: copy.sums.get(key) ?? 0 })]
      if (kind === 'sequential') deliver(true)
      const write = { key, by, from: client, knows: copy.applied.slice() }
      written.push(write)
      copy.apply(write)
      return [recorded(client, i, 10 * i, unknown ? 'unknown' : 'ok', key, { by })]
    })
  })
}

class Copy {
  readonly sums = new Map<string, number>()
  /** Writes of each client applied. */
  readonly applied = [0, 0, 0]
  private readonly has = new Set<Write>()

  mayApply(write: Write, written: readonly Write[], kind: StoreKind): boolean {
    if (this.has.has(write)) return false
    if (kind === 'linearizable' || kind === 'sequential') return written[this.has.size] === write
    const own = written.filter(({ from }) => from === write.from)
    if (own.indexOf(write) !== this.applied[write.from]) return false
    return kind === 'pram' || write.knows.every((count, client) => client === write.from || this.applied[client]! >= count)
  }

  apply(write: Write): void {
    this.has.add(write)
    this.applied[write.from]!++
    this.sums.set(write.key, (this.sums.get(write.key) ?? 0) + write.by)
  }
}

function recorded(
  client: number,
  i: number,
  invoked_us: number,
  outcome: RecordedOperation['outcome'],
  key: string,
  what: { readonly sum: number } | { readonly by: number }
): RecordedOperation {
  const is_read = 'sum' in what
  return {
    client: `c${client}`,
    op: i + 1,
    operation: is_read ? { f: 'get', key } : { f: 'increment', key, by: what.by },
    invoked_us,
    completed_us: outcome === 'unknown' ? null : invoked_us + 5,
    outcome,
    result: outcome !== 'ok' ? null : is_read ? { value: String(what.sum) } : {}
  }
}
