/**
 * Which write a value came from. A value is traced to the put or compare-and-set that wrote it whole, or to the append whose text it
 * ends in, and what is left then to the write before (Kingsbury & Alvaro, "Elle", VLDB 2020, §3: traceability).
 */
import type { RecordedOperation } from '../../../workload/history'

/** Source of a read: the key's initial state. */
export const INITIAL = -1
/** Source of a read: no write can have left this value. */
export const NOBODY = -2

/** Value of a key; null when it is missing. */
export type Value = string | null

/** The last step to a value: an append to what was there before. */
interface Step {
  readonly append: number
  readonly before: Value
}

/** The writes of one key, and the values that they were seen to leave. Operations are known by their place in a list. */
export class KeyVersions {
  /** An append that is left out of account, because it cannot be told from another write. */
  indistinct: number | null = null
  /** Values that each append was seen to leave. */
  readonly left_by = new Map<number, Set<string>>()
  private readonly whole: Map<Value, number[]>
  private readonly appends = new Map<string, number>()
  /** Values that appends were seen to leave, in all, and those among them that were seen for certain. */
  private seen = 0
  private certain = 0
  private readonly lengths = new Set<number>()
  private readonly known = new Map<Value, readonly number[]>()

  constructor(initial: Value) {
    this.whole = new Map([[initial, [INITIAL]]])
  }

  /** Takes note of an operation that may have written. */
  add(index: number, { operation }: RecordedOperation): void {
    if (operation.f === 'append') this.addAppend(index, operation.value)
    else if (operation.f === 'put' || operation.f === 'cas') this.addWhole(index, operation.value)
    else if (operation.f === 'delete') this.addWhole(index, null)
  }

  get has_appends(): boolean {
    return this.appends.size > 0
  }

  /** Writes that can have left the value; {@link INITIAL} among them where it may never have been written; empty: nobody. */
  sourcesOf(value: Value): readonly number[] {
    const trail: Value[] = []
    // Appended text comes off the end until what remains is known: recursion would go as deep as the value is long.
    for (let rest = value; !this.known.has(rest);) {
      trail.push(rest)
      const step = this.lastStep(rest)
      if (!step) break
      rest = step.before
    }
    for (const step of trail.reverse()) this.known.set(step, this.trace(step))
    return this.known.get(value)!
  }

  /** Whether any write but `except` can have left the value. */
  canLeave(value: Value, except: number): boolean {
    for (let rest = value; ;) {
      if (this.whole.get(rest)?.some((index) => rest !== value || index !== except)) return true
      const step = this.lastStep(rest)
      if (!step) return false
      rest = step.before
    }
  }

  /** Takes back that an operation may have written the value. */
  removeWhole(index: number, value: Value): void {
    this.whole.set(
      value,
      this.whole.get(value)!.filter((other) => other !== index)
    )
  }

  /** All that was traced until now was seen for certain; what follows perhaps never was. */
  markCertain(): void {
    this.certain = this.seen
  }

  /** Whether all that appends were seen to leave was seen for certain. */
  get is_certain(): boolean {
    return this.seen === this.certain
  }

  /** Whether the value was traced, on behalf of someone who saw it or what came of it. */
  isTraced(value: Value): boolean {
    return this.known.has(value)
  }

  /** What stood there before the append that left the value. */
  valueBefore(value: string): Value {
    return this.lastStep(value)?.before ?? null
  }

  private addWhole(index: number, value: Value): void {
    const indexes = this.whole.get(value)
    if (indexes) indexes.push(index)
    else this.whole.set(value, [index])
  }

  private addAppend(index: number, text: string): void {
    if (text === '' || this.appends.has(text)) this.indistinct = index
    this.lengths.add(text.length)
    this.appends.set(text, index)
  }

  private trace(value: Value): readonly number[] {
    const whole = this.whole.get(value) ?? []
    const step = this.lastStep(value)
    if (!step || this.known.get(step.before)!.length === 0) return whole
    if (whole.length > 0) this.indistinct = step.append
    let left = this.left_by.get(step.append)
    if (!left) this.left_by.set(step.append, (left = new Set()))
    left.add(value!)
    this.seen++
    return [...whole, step.append]
  }

  private lastStep(value: Value): Step | null {
    if (value === null) return null
    let found: Step | null = null
    for (const length of this.lengths) {
      const rest = value.length - length
      const append = rest >= 0 && length > 0 ? this.appends.get(value.slice(rest)) : undefined
      if (append === undefined) continue
      // One append's text ends in another's, or it stood alone either in an empty text or in none.
      if (found || (rest === 0 && this.whole.has(''))) this.indistinct = append
      found = { append, before: rest === 0 ? null : value.slice(0, rest) }
    }
    return found
  }
}
