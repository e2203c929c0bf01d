import type { NodeId } from '../../../../src-shared/ids'

/** How far another member has come with a transaction, as it says itself. */
export type MemberState = 'undecided' | 'unknown' | 'prepared' | 'pre-committed'

export interface Answered {
  readonly state: MemberState
  /** It has been down since it voted. */
  readonly recovered: boolean
}

/** What a participant of three-phase commit needs to end a transaction without the coordinator. */
export interface Termination {
  /** It has been down since it voted: others may have decided meanwhile. */
  readonly recovered: boolean
  /** Times that the retry timer has fired since anybody was heard who may decide. */
  waited: number
  /** Who has answered the question that is under way; null: none is. */
  answers: Map<NodeId, Answered> | null
}
