/** How somebody reaches into a simulated run: everything that makes it differ from what its scenario and seed alone would give. */
import { z } from 'zod'
import { faultActionSchema } from './actions'
import { workloadSchema } from '../scenario/sections/workload'

/** One copy of one message in flight, see `MessageRef`. */
export const messageCopySchema = z.strictObject({
  from: z.string().max(64),
  to: z.string().max(64),
  boot: z.number().int().min(0),
  n: z.number().int().min(1),
  copy: z.number().int().min(0).max(1).default(0)
})
export type MessageCopy = z.infer<typeof messageCopySchema>

export const interventionSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('act'), action: faultActionSchema }),
  /** Takes back a fault in force, by its number. */
  z.strictObject({ do: z.literal('undo'), fault: z.number().int().min(1) }),
  z.strictObject({ do: z.literal('workload'), workload: workloadSchema }),
  /** The message waits until somebody delivers or drops it. */
  z.strictObject({ do: z.literal('hold'), message: messageCopySchema }),
  /** It arrives now, whatever its link would have done. */
  z.strictObject({ do: z.literal('deliver'), message: messageCopySchema }),
  z.strictObject({ do: z.literal('drop'), message: messageCopySchema }),
  /** The planned moment (its place among all, from 0, see `occurrencesOf`) passes without anything happening. */
  z.strictObject({ do: z.literal('skip'), entry: z.number().int().min(0) }),
  /** Everything random draws from this seed from now on. */
  z.strictObject({
    do: z.literal('reseed'),
    seed: z
      .number()
      .int()
      .min(0)
      .max(2 ** 32 - 1)
  })
])
export type Intervention = z.infer<typeof interventionSchema>
export type InterventionInput = z.input<typeof interventionSchema>

/** An intervention as the run's events have it: its time in µs, its place among them, and how many steps had been done by then. */
export const recordedInterventionSchema = z.object({
  t: z.number().int().min(0),
  seq: z.number().int().min(1),
  step: z.number().int().min(0),
  intervention: interventionSchema
})
export type RecordedIntervention = z.infer<typeof recordedInterventionSchema>

/** What one run may be reached into, at most, for a page to have it repeated. */
export const INTERVENTIONS_MAX = 1_000
