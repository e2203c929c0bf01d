/** What nodes tell of batches, views and lies. Sequence numbers are the paper's n. */
import { z } from 'zod'
import { declareFact } from '../../events'
import type { FactOf } from '../../events'
import { listOf } from '../../text/list-text'
import { counted } from '../../text/counted'
import { LYING_FACTS } from '../lying/facts'

const count = z.number().int().min(0)
/** Which batch under which number in which view. */
const place = { view: count, n: count, digest: z.string() }

/** A node has a proposal of the view's primary on its disk. */
export const PrePrepared = declareFact({
  name: 'pre-prepared',
  volume: 'mark',
  kept: true,
  fields: z.object({ ...place, requests: z.array(z.string()) }),
  text: ({ view, n, requests }, { node }) => `${node} takes ${contentsOf(requests)} as number ${n} in view ${view}.`,
  moment: ({ n, view }) => `pre-prepared ${n} in view ${view}`
})
export type PrePrepared = FactOf<typeof PrePrepared>

/** A quorum, the primary included, stands for the batch in this view. */
export const BatchPrepared = declareFact({
  name: 'batch-prepared',
  volume: 'mark',
  kept: true,
  fields: z.object({ ...place, voters: z.array(z.string()) }),
  text: ({ view, n, voters }, { node }) => `Number ${n} is prepared at ${node} in view ${view}, by ${listOf(voters)}.`,
  moment: ({ n }) => `prepared ${n}`
})
export type BatchPrepared = FactOf<typeof BatchPrepared>

/** A quorum has it prepared: no other batch can ever have this number. */
export const BatchCommitted = declareFact({
  name: 'batch-committed',
  volume: 'mark',
  kept: true,
  fields: z.object({ ...place, voters: z.array(z.string()) }),
  text: ({ view, n, voters }, { node }) => `Number ${n} is committed at ${node} in view ${view}, by ${listOf(voters)}.`,
  moment: ({ n }) => `committed ${n}`
})
export type BatchCommitted = FactOf<typeof BatchCommitted>

export const BatchExecuted = declareFact({
  name: 'batch-executed',
  volume: 'mark',
  kept: true,
  fields: z.object({ n: count, digest: z.string(), requests: z.array(z.string()) }),
  text: ({ n, requests }, { node }) => `${node} carries out number ${n}: ${contentsOf(requests)}.`,
  moment: ({ n }) => `carries out ${n}`
})
export type BatchExecuted = FactOf<typeof BatchExecuted>

/** Prepared, and all before it committed: the node answers, though a view change may yet give the number to another batch. */
export const BatchTentative = declareFact({
  name: 'batch-tentative',
  volume: 'mark',
  kept: true,
  fields: z.object({ n: count, digest: z.string(), requests: z.array(z.string()) }),
  text: ({ n, requests }, { node }) => `${node} carries out number ${n} tentatively: ${contentsOf(requests)}.`,
  moment: ({ n }) => `carries out ${n} tentatively`
})
export type BatchTentative = FactOf<typeof BatchTentative>

/** Another batch has the number: the node goes back to the state before. */
export const TentativeUndone = declareFact({
  name: 'tentative-undone',
  volume: 'event',
  fields: z.object({ n: count, digest: z.string(), requests: z.array(z.string()) }),
  text: ({ n, requests }, { node }) => `${node} undoes number ${n}, carried out tentatively: ${contentsOf(requests)}.`,
  moment: ({ n }) => `undoes ${n}`
})
export type TentativeUndone = FactOf<typeof TentativeUndone>

/** A quorum vouches for the state after this number: what is older is let go of. */
export const CheckpointStable = declareFact({
  name: 'checkpoint-stable',
  volume: 'event',
  // `own`: of the node's own state there; null: it has not got there.
  fields: z.object({ n: count, digest: z.string(), own: z.string().nullable(), voters: z.array(z.string()) }),
  text: ({ n, voters }, { node }) => `The checkpoint after ${n} is stable at ${node}, by ${listOf(voters)}.`,
  moment: ({ n }) => `checkpoint ${n}`
})
export type CheckpointStable = FactOf<typeof CheckpointStable>

/** The node goes on from a state: its own after a restart, or one that another node has given to it. */
export const StateTaken = declareFact({
  name: 'state-taken',
  volume: 'event',
  fields: z.object({ n: count, view: count, from: z.string().nullable() }),
  text: ({ n, from }, { node }) =>
    from === null
      ? `${node} goes on from its state after number ${n}.`
      : `${node} takes over the state after number ${n} from ${from}.`,
  moment: ({ n }) => `state after ${n}`
})
export type StateTaken = FactOf<typeof StateTaken>

/** A node takes no part in earlier views any more, and says what it has prepared. */
export const ViewChangeStarted = declareFact({
  name: 'view-change-started',
  volume: 'event',
  fields: z.object({ view: count, stable: count, prepared: z.array(count), because: z.enum(['timeout', 'others', 'lie']) }),
  text: ({ view, because }, { node }) => `${node} asks for view ${view}, ${BECAUSE[because]}.`,
  moment: ({ view }) => `asks for view ${view}`
})
export type ViewChangeStarted = FactOf<typeof ViewChangeStarted>

const BECAUSE = { timeout: 'as a request has waited too long', others: 'as others do', lie: 'without a reason' } as const

/** A node works in the view. */
export const ViewEntered = declareFact({
  name: 'view-entered',
  volume: 'event',
  fields: z.object({ view: count, primary: z.string(), proposals: z.array(count), changes: z.array(z.string()) }),
  text: ({ view, primary, proposals, changes }, { node }) =>
    `${node} enters view ${view} of primary ${primary}, asked for by ${listOf(changes)}; ${counted(proposals.length, 'number')} to vote on again.`,
  moment: ({ view }) => `view ${view}`
})
export type ViewEntered = FactOf<typeof ViewEntered>

/** A message that no honest node can have sent. */
export const LieRefused = declareFact({
  name: 'lie-refused',
  volume: 'mark',
  kept: true,
  fields: z.object({ from: z.string(), what: z.string(), n: count.nullable(), reason: z.string() }),
  text: ({ from, what, reason }, { node }) => `${node} refuses ${what} from ${from}: ${reason}.`,
  moment: ({ from, what }) => `refuses ${what} from ${from}`
})
export type LieRefused = FactOf<typeof LieRefused>

function contentsOf(requests: readonly string[]): string {
  return requests.length === 0 ? 'nothing' : listOf(requests)
}

export const PBFT_FACTS = [
  PrePrepared,
  BatchPrepared,
  BatchCommitted,
  BatchExecuted,
  BatchTentative,
  TentativeUndone,
  CheckpointStable,
  StateTaken,
  ViewChangeStarted,
  ViewEntered,
  LieRefused,
  ...LYING_FACTS
]
