/**
 * A leader of Paxos Commit that has taken over: learns from a majority of acceptors which votes may have been chosen, has these accepted
 * under its ballot, and counts as a no whatever cannot have been.
 */
import type { NodeId } from '../../../../src-shared/ids'
import { TookOver } from '../../../../src-shared/protocols/transactions/facts'
import { emit } from '../../kit/core'
import type { Core } from '../core'
import { tell } from '../core'
import type { Accepted, Promised } from '../messages'
import { nextBallot } from './ballots'
import { acceptorsOf, majorityOf } from './instances'
import type { AcceptedVote, Leading, Votes } from './state'

export function takeOver(core: Core, transaction: string, participants: readonly NodeId[]): void {
  const { state } = core
  const highest = state.leading.get(transaction)?.highest ?? 0
  const ballot = nextBallot(state, highest)
  const tries = { promises: new Map(), votes: null, accepted: new Set<NodeId>(), highest: ballot }
  state.leading.set(transaction, { transaction, participants, ballot, ...tries })
  emit(core, TookOver.of(state.id, { transaction, ballot }))
  for (const acceptor of acceptorsOf(state)) tell(core, acceptor, { type: 'take-over', transaction, ballot }, 'now')
}

export function onPromise(core: Core, from: NodeId, { transaction, ballot, accepted }: Promised): void {
  const { state } = core
  const leading = state.leading.get(transaction)
  if (leading === undefined) return
  leading.highest = Math.max(leading.highest, ballot)
  if (ballot !== leading.ballot || leading.votes !== null) return
  leading.promises.set(from, accepted)
  if (leading.promises.size < majorityOf(state)) return
  const votes = state.switches['ignore-accepted'] ? allNo(leading) : votesOf(leading, state.switches['silence-is-yes'] === true)
  leading.votes = votes
  // What this node itself has accepted may not be on its disk yet.
  for (const acceptor of acceptorsOf(state)) tell(core, acceptor, { type: 'accept', transaction, ballot, votes }, 'sync')
}

/** The votes once a majority has accepted them under the ballot; null: it has not yet. */
export function chosenVotes(core: Core, from: NodeId, { transaction, ballot }: Accepted): Leading | null {
  const { leading } = core.state
  const own = leading.get(transaction)
  if (own === undefined || own.ballot !== ballot || own.votes === null) return null
  own.accepted.add(from)
  if (own.accepted.size < majorityOf(core.state)) return null
  leading.delete(transaction)
  return own
}

/** Of each participant the vote accepted in the highest ballot: an earlier majority may have chosen it. */
function votesOf({ participants, promises }: Leading, silence: boolean): Votes {
  return Object.fromEntries(
    participants.map((participant) => [
      participant,
      newest(
        [...promises.values()].map((accepted) => accepted[participant]),
        silence
      )
    ])
  )
}

/** `silence`: what counts where no vote was accepted. */
function newest(votes: readonly (AcceptedVote | undefined)[], silence: boolean): boolean {
  let found: AcceptedVote = { ballot: -1, yes: silence }
  for (const vote of votes) if (vote !== undefined && vote.ballot > found.ballot) found = vote
  return found.yes
}

function allNo({ participants }: Leading): Votes {
  return Object.fromEntries(participants.map((participant) => [participant, false]))
}
