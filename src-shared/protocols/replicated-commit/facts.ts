/** What is told of transaction records, beside what the members of any transaction tell (see transactions/facts). */
import { z } from 'zod'
import { declareFact } from '../../events'
import type { FactOf } from '../../events'

/** The record is in its group's log: from now on it stands. */
export const RecordWritten = declareFact({
  name: 'record-written',
  volume: 'event',
  fields: z.object({
    transaction: z.string(),
    commit: z.boolean(),
    participants: z.array(z.string()),
    /** The gateway asked for it, or a participant that was in doubt. */
    by: z.enum(['gateway', 'participant'])
  }),
  text: ({ transaction, commit, by }, { node, group }) =>
    `${node} has it in the log of ${group} that ${transaction} is ${commit ? 'committed' : 'aborted'}${by === 'participant' ? ', as a participant was in doubt' : ''}.`,
  moment: ({ transaction, commit }) => `record: ${commit ? 'commit' : 'abort'} ${transaction}`
})
export type RecordWritten = FactOf<typeof RecordWritten>
