/** What a run of a lesson has shown, as it is kept between visits and shared with a room. */
import { z } from 'zod'
import type { LabEvent } from '../events'

export const shownRunSchema = z.object({
  /** Folder of its recording, by which the lab's run is known again. */
  recording: z.string(),
  /** It stands at its start and has not been told to go on. */
  held: z.boolean(),
  /** null: it goes on. */
  ended: z.enum(['mark', 'missed', 'limit', 'over']).nullable(),
  /** Marks that it has reached, by name. */
  marks: z.array(
    z.tuple([z.string(), z.object({ seq: z.number(), t_us: z.number(), event: z.custom<LabEvent>((value) => value !== null) })])
  ),
  /** Places of the hands that were done. */
  done: z.array(z.number()),
  metrics: z.record(z.string(), z.number()),
  verdicts: z.record(z.string(), z.enum(['holds', 'violated', 'undecided']))
})
/** What a run of a lesson has shown to its reader. */
export type ShownRun = z.infer<typeof shownRunSchema>
