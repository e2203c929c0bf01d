/** An acceptor of Paxos Commit: accepts participants' votes, and promises new leaders to take part in no lower ballot. */
import type { NodeId } from '../../../../src-shared/ids'
import { Accepted as AcceptedFact } from '../../../../src-shared/protocols/transactions/facts'
import { setBounded } from '../../kit/bounded'
import { emit } from '../../kit/core'
import { emitOnceDurable } from '../../kit/durable-events'
import type { Core } from '../core'
import { log, tell } from '../core'
import type { Accept, TakeOver } from '../messages'
import { accept, instanceOf, promise } from './instances'
import { leaderOf } from './ballots'

/** Transactions remembered as over, so that a late copy of a vote is not accepted. */
const CLOSED_MAX = 1024

export function onAccept(core: Core, { transaction, ballot, votes }: Accept): void {
  const { state } = core
  if (state.closed.has(transaction)) return
  const instance = instanceOf(state.instances, transaction)
  if (instance === null || (ballot < instance.promised && !state.switches['accept-below-promise'])) return
  accept(instance, ballot, votes)
  const event = AcceptedFact.of(state.id, { transaction, ballot, votes })
  const answer = { type: 'accepted', transaction, ballot, participants: Object.keys(votes) } as const
  if (state.switches['acceptor-forgets']) {
    emit(core, event)
    return tell(core, leaderOf(state, ballot), answer, 'now')
  }
  log(core, { kind: 'accept', transaction, ballot, votes })
  emitOnceDurable(core, event)
  tell(core, leaderOf(state, ballot), answer, 'sync')
}

export function onTakeOver(core: Core, from: NodeId, { transaction, ballot }: TakeOver): void {
  const instance = instanceOf(core.state.instances, transaction)
  if (instance === null) return
  if (ballot > instance.promised) {
    promise(instance, ballot)
    log(core, { kind: 'promise', transaction, ballot })
  }
  const accepted = Object.fromEntries([...instance.accepted].map(([participant, vote]) => [participant, { ...vote }]))
  tell(core, from, { type: 'promise', transaction, ballot: instance.promised, accepted }, 'sync')
}

/** All participants know the decision: nobody will ask for it. */
export function onForget(core: Core, transaction: string): void {
  const { instances, closed } = core.state
  setBounded(closed, transaction, true, CLOSED_MAX)
  if (instances.delete(transaction)) log(core, { kind: 'forget', transaction })
}
