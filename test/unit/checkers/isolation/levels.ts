/**
 * The levels below serializability by their definitions: every choice of transactions of unknown outcome, every order of the versions of
 * each key. For a handful of transactions on lists or registers.
 */
import type { StepAnswer } from '../../../../src-shared/data-types/operation'
import type { IsolationModel } from '../../../../src-shared/isolation/models'
import type { RecordedOperation } from '../../../../src-main/workload/history'

const LEVELS = ['read-uncommitted', 'read-committed', 'monotonic-atomic-view', 'repeatable-read'] as const
export type Level = (typeof LEVELS)[number]

export function isLevel(model: IsolationModel): model is Level {
  return (LEVELS as readonly string[]).includes(model)
}

/** What one transaction read or wrote; a version is named by its value, and null is that of nothing. */
interface Read {
  readonly key: string
  /** Of a list all elements, of a register one; without those that the transaction itself has written. */
  readonly values: readonly string[]
  readonly is_at_odds: boolean
  /** Place of its step. */
  readonly at: number
  readonly is_missing_in_scan: boolean
}

interface Part {
  readonly one: RecordedOperation
  readonly reads: readonly Read[]
  /** By key, in order. */
  readonly written: ReadonlyMap<string, readonly string[]>
}

/** By key: all versions in order, and of each who wrote it. */
type Orders = ReadonlyMap<string, readonly { readonly value: string; readonly by: Part }[]>

export function isAllowed(history: readonly RecordedOperation[], level: Level): boolean {
  const parts = history.map((one) => partOf(one, history))
  const certain = parts.filter(({ one }) => one.outcome === 'ok')
  return subsets(parts.filter(({ one }) => one.outcome === 'unknown')).some((unknown) => {
    const committed = [...certain, ...unknown]
    const keys = [...new Set(committed.flatMap(({ written }) => [...written.keys()]))]
    return everyOrder(keys, committed, new Map(), (orders) => fits(committed, parts, orders, level))
  })
}

function everyOrder(
  keys: readonly string[],
  committed: readonly Part[],
  chosen: Orders,
  isGood: (orders: Orders) => boolean
): boolean {
  const [key, ...others] = keys
  if (key === undefined) return isGood(chosen)
  const rows = committed.flatMap((by) => {
    const values = by.written.get(key)
    return values ? [values.map((value) => ({ value, by }))] : []
  })
  return interleavings(rows).some((order) => everyOrder(others, committed, new Map([...chosen, [key, order]]), isGood))
}

function fits(committed: readonly Part[], all: readonly Part[], orders: Orders, level: Level): boolean {
  const strength = LEVELS.indexOf(level)
  const reads = committed.flatMap((by) => by.reads.map((read) => ({ by, read })))
  const is_list = (key: string) => reads.length > 0 && all.some(({ one }) => appendsTo(one, key))
  const known = (key: string, value: string) => all.some(({ written }) => written.get(key)?.includes(value))
  for (const { read } of reads) {
    if (read.values.some((value) => !known(read.key, value))) return false
    if (new Set(read.values).size < read.values.length) return false
  }
  const place = ({ key, values }: Read) => (orders.get(key) ?? []).findIndex(({ value }) => value === values[values.length - 1])
  if (strength >= 1)
    for (const { by, read } of reads) {
      const order = orders.get(read.key) ?? []
      const at = place(read)
      if (read.values.length > 0 && at < 0) return false
      if (is_list(read.key) && read.values.some((value, i) => order[i]?.value !== value)) return false
      const own = order[at]?.by.written.get(read.key)
      if (own && order[at]!.by !== by && own[own.length - 1] !== order[at]!.value) return false
    }
  else {
    // Of those read alone the longest says in which order a list grew.
    for (const [key, order] of orders) {
      const longest = reads
        .filter(({ read }) => read.key === key && is_list(key))
        .reduce<readonly string[]>((most, { read: { values } }) => (values.length > most.length ? values : most), [])
      const there = longest.filter((value) => order.some((one) => one.value === value))
      if (there.some((value, i) => order[i]?.value !== value)) return false
    }
  }
  if (strength >= 2 && committed.some((reader) => loses(reader, orders, place))) return false
  if (strength >= 3 && reads.some(({ read }) => read.is_at_odds)) return false
  return isAcyclic(committed, edgesOf(committed, orders, place, strength))
}

/** Having read from a transaction, it then reads older than that wrote. */
function loses(reader: Part, orders: Orders, place: (read: Read) => number): boolean {
  return reader.reads.some((seen, i) => {
    const observed = orders.get(seen.key)?.[place(seen)]?.by
    if (!observed || observed === reader) return false
    return reader.reads.slice(i + 1).some((read) => {
      if (read.at === seen.at) return false
      const order = orders.get(read.key) ?? []
      const last = order.map(({ by }) => by).lastIndexOf(observed)
      return !read.is_missing_in_scan && place(read) < last
    })
  })
}

function edgesOf(committed: readonly Part[], orders: Orders, place: (read: Read) => number, strength: number): [Part, Part][] {
  const edges: [Part, Part][] = []
  for (const order of orders.values()) order.slice(1).forEach(({ by }, i) => edges.push([order[i]!.by, by]))
  if (strength === 0) return edges
  for (const reader of committed)
    for (const read of reader.reads) {
      const order = orders.get(read.key) ?? []
      const at = place(read)
      if (at >= 0) edges.push([order[at]!.by, reader])
      const next = order[at + 1]
      if (strength === 3 && next && !read.is_missing_in_scan) edges.push([reader, next.by])
    }
  return edges
}

function isAcyclic(parts: readonly Part[], edges: readonly [Part, Part][]): boolean {
  const left = new Set(parts)
  for (;;) {
    const free = [...left].find((part) => !edges.some(([from, to]) => to === part && from !== part && left.has(from)))
    if (!free) return left.size === 0
    left.delete(free)
  }
}

function partOf(one: RecordedOperation, history: readonly RecordedOperation[]): Part {
  const reads: Read[] = []
  const written = new Map<string, string[]>()
  const found = new Map<string, string>()
  if (one.operation.f !== 'transaction') return { one, reads, written }
  const tell = (at: number, key: string, answer: StepAnswer, is_scan: boolean) => {
    const own = written.get(key) ?? []
    const is_list = history.some((other) => appendsTo(other, key))
    const values = answer === null ? [] : typeof answer === 'string' ? [answer] : (answer as string[])
    let kept = values.length
    let matched = 0
    if (is_list) while (matched < own.length && values[values.length - 1 - matched] === own[own.length - 1 - matched]) matched++
    kept -= matched
    const is_own = own.length > 0 && (is_list ? matched === own.length : values[0] === own[own.length - 1])
    if (!is_list && is_own) return
    const before = found.get(key)
    const here = JSON.stringify(values.slice(0, kept))
    found.set(key, here)
    const is_ahead = kept > 0 && writtenIn(one, key).includes(values[kept - 1]!)
    const is_at_odds = is_ahead || (own.length > 0 && !is_own) || (before !== undefined && before !== here)
    reads.push({ at, key, values: values.slice(0, kept), is_at_odds, is_missing_in_scan: is_scan && answer === null })
  }
  one.operation.steps.forEach((step, i) => {
    const answer = one.result?.answers?.[i] ?? null
    if (step.do === 'write' || step.do === 'append') written.set(step.key, [...(written.get(step.key) ?? []), step.value])
    if (one.result === null) return
    if (step.do === 'read') tell(i, step.key, answer, false)
    if (step.do === 'scan')
      for (const key of keysOf(history))
        if (key.startsWith(step.prefix)) tell(i, key, (answer as Record<string, StepAnswer> | null)?.[key] ?? null, true)
  })
  return { one, reads, written }
}

function writtenIn({ operation }: RecordedOperation, key: string): string[] {
  return operation.f === 'transaction'
    ? operation.steps.flatMap((step) => ((step.do === 'write' || step.do === 'append') && step.key === key ? [step.value] : []))
    : []
}

function appendsTo({ operation }: RecordedOperation, key: string): boolean {
  return operation.f === 'transaction' && operation.steps.some((step) => step.do === 'append' && step.key === key)
}

function keysOf(history: readonly RecordedOperation[]): string[] {
  const keys = history.flatMap(({ operation, result }) =>
    operation.f === 'transaction'
      ? operation.steps.flatMap((step, i) => ('key' in step ? [step.key] : Object.keys(result?.answers?.[i] ?? {})))
      : []
  )
  return [...new Set(keys)]
}

function subsets<Item>(items: readonly Item[]): Item[][] {
  return items.reduce<Item[][]>((all, item) => [...all, ...all.map((one) => [...one, item])], [[]])
}

/** Every order of all items that keeps that of each row. */
function interleavings<Item>(rows: readonly (readonly Item[])[]): Item[][] {
  if (rows.every((row) => row.length === 0)) return [[]]
  return rows.flatMap((row, i) => {
    const [first, ...rest] = row
    if (first === undefined) return []
    return interleavings([...rows.slice(0, i), rest, ...rows.slice(i + 1)]).map((order) => [first, ...order])
  })
}
