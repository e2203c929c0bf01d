/**
 * Two cheap tests that find common violations at once, some of which no search could decide in bearable memory. Both are sound: they
 * only speak up where no order whatever can explain an answer.
 */
import type { RecordedOperation } from '../../../workload/history'
import { describeOperation } from '../../describe'
import { completion, isOver } from '../key-history'
import type { KeyHistory, Required } from '../key-history'
import type { Finding } from './finding'

/** The value that the operation's answer says it met; undefined where it says nothing. */
export function observed({ operation, result }: RecordedOperation): string | null | undefined {
  if (operation.f === 'get') return result?.value ?? null
  return operation.f === 'cas' && result?.swapped ? operation.expected : undefined
}

/** The first answer (in order of completion) that one of the tests refutes; null when both are content. */
export function refuteKv({ initial, required, optional }: KeyHistory): Finding | null {
  const writes = [...required, ...optional].filter(mayWrite).sort((a, b) => a.invoked_us - b.invoked_us)
  const observers = required.filter((o) => observed(o) !== undefined).sort((a, b) => a.completed_us - b.completed_us)
  const seen = new SeenWrites(initial)
  let next = 0
  for (const observer of observers) {
    while (next < writes.length && writes[next]!.invoked_us <= observer.completed_us) seen.add(writes[next++]!)
    const value = observed(observer)!
    if (!seen.explains(value, observer))
      return { stuck: observer, against: null, why: 'no write that had begun by then leaves this value' }
    const against = seen.lostBefore(value, observer)
    if (against) return { stuck: observer, against, why: replacedBy(against) }
  }
  return null
}

function mayWrite({ operation, result }: RecordedOperation): boolean {
  return operation.f !== 'get' && result?.swapped !== false
}

function replacedBy(against: Required): string {
  return `${describeOperation(against)} was over before it began, and nothing can have replaced that since`
}

/** The writes that were invoked so far. */
class SeenWrites {
  private readonly appends: RecordedOperation[] = []
  /** The value read last, and the appends that it does not contain: values that begin with it contain the others. */
  private read = ''
  private unread: RecordedOperation[] = []
  /** The three writes that replace the whole value and completed last (unknown ones may still complete). */
  private replacing: RecordedOperation[] = []
  private readonly values: Set<string | null>

  constructor(initial: string | null) {
    this.values = new Set([initial])
  }

  add(write: RecordedOperation): void {
    if (write.operation.f === 'append') {
      this.appends.push(write)
      this.unread.push(write)
      return
    }
    this.values.add('value' in write.operation ? write.operation.value : null)
    this.replacing = [...this.replacing, write].sort((a, b) => completion(b) - completion(a)).slice(0, 3)
  }

  /** Whether some write leaves a value like this one: written whole, or ending in what was appended last. */
  explains(value: string | null, observer: Required): boolean {
    if (this.values.has(value)) return true
    return this.appends.some((o) => o !== observer && o.operation.f === 'append' && value?.endsWith(o.operation.value))
  }

  /** A write that completed before the observer began, that nothing can have replaced since, and that the value lacks. */
  lostBefore(value: string | null, observer: Required): Required | null {
    const [last, before] = this.replacing.filter((o) => o !== observer)
    const standsAlone = last && isOver(last, observer) && last.invoked_us > (before ? completion(before) : -Infinity)
    if (standsAlone && !this.followsFrom(value, last)) return last as Required
    const replaced_us = last ? completion(last) : -Infinity
    const begins_alike = (value ?? '').startsWith(this.read)
    const candidates = (begins_alike ? this.unread : this.appends).filter(({ invoked_us }) => invoked_us > replaced_us)
    const missing = candidates.filter((append) => !contains(value, append))
    const lost = missing.filter((append) => isOver(append, observer)).at(-1)
    this.read = value ?? ''
    this.unread = missing
    return (lost as Required | undefined) ?? null
  }

  /** Whether appends alone can turn what this operation wrote into the value. */
  private followsFrom(value: string | null, { operation }: RecordedOperation): boolean {
    if (!('value' in operation)) return value === null || this.appends.length > 0
    return this.appends.length > 0 ? (value ?? '').startsWith(operation.value) : value === operation.value
  }
}

function contains(value: string | null, { operation }: RecordedOperation): boolean {
  return 'value' in operation && (value ?? '').includes(operation.value)
}
