/** Named moments of a run: a lesson's steps end at them, point at them, and measure between them. */
import { z } from 'zod'
import type { LabEvent } from '../events'
import { durationSchema } from '../scenario/duration'
import { isWithinBounds } from '../scenario/expectations/bounds'

const valueSchema = z.union([z.string(), z.number(), z.boolean(), z.null()])
const boundsSchema = z
  .strictObject({ at_least: z.number().optional(), at_most: z.number().optional() })
  .refine((bounds) => Object.keys(bounds).length > 0, 'expected at_least, at_most or both')
const wantedSchema = z.union([valueSchema, z.array(valueSchema).min(1), boundsSchema])
type Wanted = z.infer<typeof wantedSchema>

const conditionSchema = z.strictObject({
  /** A kind of the kernel's events, or the name of a fact. */
  event: z.string(),
  /** What fields must be, by path (`operation.key`): a value, one of a list, or a number within bounds. A fact's fields go by their own names. */
  where: z.record(z.string(), wantedSchema).default({})
})

/** The name that a mark of a lesson has there. */
export const markName = z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected a name of lower-case letters, digits and -')

/** Either an event, or that so much time has passed. */
export const markSchema = z
  .strictObject({
    event: conditionSchema.shape.event.optional(),
    where: conditionSchema.shape.where,
    /** Its how-manyth occurrence. */
    count: z.number().int().min(1).max(100_000).default(1),
    passed: durationSchema.optional(),
    /** `passed` counts anew from each of these. */
    without: conditionSchema.optional(),
    /** Looked for only after this mark; absent: from the start. */
    after: markName.optional()
  })
  .refine(({ event, passed }) => (event === undefined) !== (passed === undefined), 'expected `event` or `passed`, one of the two')
export type Mark = z.infer<typeof markSchema>
export type Marks = Readonly<Record<string, Mark>>
export const marksSchema = z.record(markName, markSchema)

/** Where a mark was reached. */
export interface ReachedMark {
  /** Of the event that reached it. */
  readonly seq: number
  /** Run time, µs. */
  readonly t_us: number
  readonly event: LabEvent
}

interface PendingMark {
  readonly name: string
  readonly mark: Mark
  seen: number
  /** Where `passed` counts from, µs; null: its `after` is still to come. */
  since_us: number | null
}

/** Folds the events of one run, in order. */
export class MarksFold {
  readonly reached = new Map<string, ReachedMark>()
  private pending: PendingMark[]

  constructor(marks: Marks) {
    this.pending = Object.entries(marks).map(([name, mark]) => ({
      name,
      mark,
      seen: 0,
      since_us: mark.after === undefined ? 0 : null
    }))
  }

  observe(event: LabEvent): void {
    if (this.pending.length === 0) return
    const before = this.pending.length
    this.pending = this.pending.filter((pending) => !this.meet(pending, event))
    if (this.pending.length < before) this.startWaiting()
  }

  /** True when the mark is reached by this event. */
  private meet(pending: PendingMark, event: LabEvent): boolean {
    const { name, mark, since_us } = pending
    if (since_us === null) return false
    if (mark.passed !== undefined) {
      const due_us = since_us + mark.passed * 1000
      if (event.t >= due_us) return this.reach(name, event, due_us)
      if (mark.without && fits(mark.without, event)) pending.since_us = event.t
      return false
    }
    if (!fits({ event: mark.event!, where: mark.where }, event)) return false
    pending.seen++
    return pending.seen === mark.count && this.reach(name, event, event.t)
  }

  private reach(name: string, event: LabEvent, t_us: number): true {
    this.reached.set(name, { seq: event.seq, t_us, event })
    return true
  }

  /** Those whose `after` has been reached are looked for from the next event on. */
  private startWaiting(): void {
    for (const pending of this.pending) pending.since_us ??= this.reached.get(pending.mark.after ?? '')?.t_us ?? null
  }
}

/** What the field at the path is; a fact's fields go before the event's. */
export function valueAt(event: LabEvent, path: string): unknown {
  const inFact = event.kind === 'fact' ? descend(event.data, path) : undefined
  return inFact === undefined ? descend(event, path) : inFact
}

function descend(from: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown> | null | undefined)?.[name], from)
}

function fits({ event: name, where }: z.infer<typeof conditionSchema>, event: LabEvent): boolean {
  if (event.kind !== name && !(event.kind === 'fact' && event.fact === name)) return false
  for (const path in where) if (!isWanted(where[path]!, valueAt(event, path))) return false
  return true
}

function isWanted(wanted: Wanted, found: unknown): boolean {
  if (Array.isArray(wanted)) return wanted.includes(found as Wanted & string)
  if (typeof wanted === 'object' && wanted !== null) return typeof found === 'number' && isWithinBounds(found, wanted)
  return found === wanted
}
