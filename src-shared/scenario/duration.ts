/** Durations and windows of time as scenarios write them. */
import { z } from 'zod'

/** A day: longer than anybody watches, and far below what a timer can hold. */
export const DURATION_MS_MAX = 86_400_000

/** A duration as people write it, `250ms`, `5s`, `1m`, or a plain number of seconds; becomes milliseconds, a day at most. */
export const durationSchema = z
  .union([
    z
      .number()
      .min(0)
      .max(DURATION_MS_MAX / 1000),
    z.string().regex(/^\d+(\.\d+)?(ms|s|m)$/, 'expected a duration such as 250ms, 5s or 1m')
  ])
  .transform((value) => {
    if (typeof value === 'number') return value * 1000
    const amount = Number.parseFloat(value)
    if (value.endsWith('ms')) return amount
    return value.endsWith('m') ? amount * 60_000 : amount * 1000
  })
  .refine((duration_ms) => duration_ms <= DURATION_MS_MAX, 'expected at most a day (1440m)')
  .meta({ id: 'duration', description: 'A duration such as 250ms, 5s or 1m; a plain number counts seconds. At most a day.' })

/** A duration in which something can happen. */
export const patienceSchema = durationSchema.refine(
  (duration_ms) => duration_ms >= 1,
  'expected at least 1ms: nothing is answered in no time'
)

/** Run time from the first to the second. */
export const windowSchema = z
  .tuple([durationSchema, durationSchema])
  .meta({ id: 'window', description: 'A span of run time: [from, to], both durations since the start.' })
/** From and to, in ms of run time. */
export type Window = z.infer<typeof windowSchema>
