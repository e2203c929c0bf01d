/** What acceptors and leaders of Paxos Commit remember. */
import type { NodeId } from '../../../../src-shared/ids'

/** What participants vote: true to commit. */
export type Votes = Readonly<Record<NodeId, boolean>>

/** A vote as an acceptor has accepted it. */
export type AcceptedVote = {
  readonly ballot: number
  readonly yes: boolean
}

/** One transaction at an acceptor: an instance of consensus for each participant's vote, and one promise for all of them. */
export interface Instance {
  /** It takes part in no ballot below. */
  promised: number
  readonly accepted: Map<NodeId, AcceptedVote>
}

/** By transaction, oldest first. */
export type Instances = Map<string, Instance>

export type SavedInstance = {
  readonly transaction: string
  readonly promised: number
  readonly accepted: readonly (readonly [participant: NodeId, vote: AcceptedVote])[]
}

/** A ballot that this node leads. */
export interface Leading {
  readonly transaction: string
  readonly participants: readonly NodeId[]
  readonly ballot: number
  readonly promises: Map<NodeId, Readonly<Record<NodeId, AcceptedVote>>>
  /** Once a majority has promised: what it asks acceptors to accept. */
  votes: Votes | null
  readonly accepted: Set<NodeId>
  /** The highest ballot heard of. */
  highest: number
}
