/** What is written beside a recording after it was made. */
import { z } from 'zod'

export const NAME_CHARACTERS_MAX = 80
export const NOTES_CHARACTERS_MAX = 2000

/** What a person calls a recording and wrote down about it; empty: nothing. */
export const recordingLabelSchema = z.strictObject({
  name: z.string().trim().max(NAME_CHARACTERS_MAX),
  notes: z.string().trim().max(NOTES_CHARACTERS_MAX)
})
export type RecordingLabel = z.infer<typeof recordingLabelSchema>

/** Which recording a run branched off, and where. `recording`: null where none was kept. */
export const forkMarkSchema = z.strictObject({
  recording: z.string().max(64).nullable(),
  at_seq: z.number().int().min(1),
  at_us: z.number().int().min(0)
})
export type ForkMark = z.infer<typeof forkMarkSchema>
