/** A simulated run that is to come out again: what a page asks for, and what of a link says it. */
import { z } from 'zod'
import { INTERVENTIONS_MAX, recordedInterventionSchema } from '../faults/interventions'
import type { RecordedIntervention } from '../faults/interventions'

const seqSchema = z.number().int().min(1)

/** An event of the run, by its place; its time tells whether a run that was repeated is the same one. */
export const momentSchema = z.strictObject({ seq: seqSchema, t_us: z.number().int().min(0) })
export type LinkedMoment = z.infer<typeof momentSchema>

/** What decides a run besides its scenario and seed. */
export const replaySchema = z.strictObject({
  interventions: z.array(recordedInterventionSchema).max(INTERVENTIONS_MAX),
  /** The newest event that is repeated; from there the run goes on by itself. */
  at_seq: seqSchema,
  /** The newest event that the run before has as well: this one is a fork of it. Absent: it is none. */
  forked_at_seq: seqSchema.optional()
})
export type Replay = z.infer<typeof replaySchema>

interface Repeated {
  readonly interventions: readonly RecordedIntervention[]
  readonly moment?: LinkedMoment
  readonly forked_at_seq?: number
}

/** Up to what is to be shown, and until all is done that was done by hand; null: the run begins by itself. */
export function replayOf({ interventions, moment, forked_at_seq }: Repeated): Replay | null {
  const at_seq = Math.max(moment?.seq ?? 0, forked_at_seq ?? 0, interventions.at(-1)?.seq ?? 0)
  return at_seq === 0 ? null : { interventions: [...interventions], at_seq, forked_at_seq }
}

/** The run that a fork branches off, as far as the fork goes and as it would have gone by itself; null: this is no fork. */
export function originalOf({ interventions, at_seq, forked_at_seq }: Replay): Replay | null {
  if (forked_at_seq === undefined) return null
  return { interventions: interventions.filter(({ seq }) => seq <= forked_at_seq), at_seq }
}
