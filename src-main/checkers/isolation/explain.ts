/** Sentences about edges: what was written and read, and when. */
import { transactionName } from '../../../src-shared/isolation/finding'
import { shortValue } from '../../../src-shared/text/value-text'
import type { CycleEdge, EdgeKind } from '../../../src-shared/isolation/finding'
import type { Leg } from './cycles'
import { PREDICATE, PROCESS, REALTIME, RW, VIEW, WR, WW } from './graph'
import { lastWritten } from './keys'
import type { Key, Keys } from './keys'
import { eachRead } from './reads'
import type { Read } from './reads'
import { refOf } from './transactions'
import type { Transaction } from './transactions'

const ELEMENTS_SHOWN = 6

export function listText(elements: readonly string[]): string {
  const shown = elements.slice(-ELEMENTS_SHOWN)
  return `[${[...(shown.length < elements.length ? ['…'] : []), ...shown.map(shortValue)].join(', ')}]`
}

function kindOf(kind: number): EdgeKind {
  if ((kind & WW) !== 0) return 'ww'
  if ((kind & WR) !== 0) return 'wr'
  if ((kind & RW) !== 0) return 'rw'
  if ((kind & PREDICATE) !== 0) return 'predicate'
  return (kind & REALTIME) !== 0 ? 'realtime' : 'process'
}

/** Why the one transaction must come before the other. */
export function explainLeg(leg: Leg, transactions: readonly Transaction[], keys: Keys): CycleEdge {
  const [from, to] = [transactions[leg.from]!, transactions[leg.to]!]
  const key = leg.key < 0 ? null : keys.all[leg.key]!
  const kind = kindOf(leg.kind)
  const text = `${key === null ? timeText(kind, from, to) : versionText(kind, leg, key, from, to, keys)}: ${transactionName(from)} must come before ${transactionName(to)}.`
  return { from: refOf(from), to: refOf(to), kind, key: key?.name ?? null, text }
}

function at(time_us: number | null): string {
  return time_us === null ? 'never' : `${(time_us / 1e6).toFixed(6)} s`
}

function timeText(kind: EdgeKind, from: Transaction, to: Transaction): string {
  const times = `${transactionName(from)} was answered (${at(from.completed_us)}) before ${transactionName(to)} was asked (${at(to.invoked_us)})`
  return kind === 'process' ? `${times}, by the same client` : times
}

function versionText(kind: EdgeKind, leg: Leg, key: Key, from: Transaction, to: Transaction, keys: Keys): string {
  const [one, other] = [transactionName(from), transactionName(to)]
  const wrote = key.is_list ? 'appended' : 'wrote'
  const what = (by: Transaction) => `${shortValue(lastWritten(by, key.name))} to ${key.name}`
  const time = timedText(leg.kind, key, to)
  if (kind === 'ww')
    return `${one} ${wrote} ${what(from)} and ${other} ${wrote} ${shortValue(lastWritten(to, key.name))} after it${time}`
  if (kind === 'wr') return `${one} ${wrote} ${what(from)} and ${other} read ${readText(to, key, keys, from)}`
  const overlooked = key.is_list ? firstUnread(from, key, keys, to) : lastWritten(to, key.name)
  const found = kind === 'predicate' ? `scanned and found nothing under ${key.name}` : `read ${overlookedText(from, key, keys)}`
  return `${one} ${found}, without ${shortValue(overlooked)}, which ${other} ${wrote}${time}`
}

/** How the order of versions is known where nobody's read tells it. */
function timedText(kind: number, key: Key, to: Transaction): string {
  if ((kind & VIEW) !== 0) return ` (read by somebody who had read what the earlier transaction wrote)`
  if ((kind & REALTIME) !== 0) return ` (begun at ${at(to.invoked_us)}, when the earlier value of ${key.name} had been there)`
  return (kind & PROCESS) !== 0 ? ` (a client had the two values of ${key.name} in this order)` : ''
}

function readText(reader: Transaction, key: Key, keys: Keys, writer: Transaction): string {
  const value = lastWritten(writer, key.name)
  const read = readsOf(reader, key, keys).find(({ elements, value: found }) =>
    key.is_list ? elements.includes(value!) : found === value
  )
  return read ? contentText(key, read) : key.name
}

function overlookedText(reader: Transaction, key: Key, keys: Keys): string {
  const read = readsOf(reader, key, keys)[0]
  return read ? contentText(key, read) : key.name
}

function contentText(key: Key, { elements, length, value }: Read): string {
  return `${key.name} = ${key.is_list ? listText(elements.slice(0, length)) : shortValue(value)}`
}

/** The first element of the writer's that the reader did not see. */
function firstUnread(reader: Transaction, key: Key, keys: Keys, { steps }: Transaction): string | null {
  const read = readsOf(reader, key, keys)[0]
  const seen = new Set(read?.elements.slice(0, read.length))
  for (const step of steps) if (step.do === 'append' && step.key === key.name && !seen.has(step.value)) return step.value
  return null
}

function readsOf(reader: Transaction, key: Key, keys: Keys): Read[] {
  const reads: Read[] = []
  eachRead(reader, keys, (read) => {
    if (read.key === key) reads.push(read)
  })
  return reads
}
