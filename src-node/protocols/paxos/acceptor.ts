/** The acceptor: promises ballots and accepts values, and says so once that is on its disk (Lamport 2001, §2.2). */
import type { NodeId } from '../../../src-shared/ids'
import { compareBallots } from '../../../src-shared/protocols/paxos/ballot'
import type { Ballot } from '../../../src-shared/protocols/paxos/ballot'
import { BallotPromised, ValueAccepted } from '../../../src-shared/protocols/paxos/facts'
import { emitAfterLog } from '../kit/durable-events'
import { tell } from '../kit/own-messages'
import type { Core } from './core'
import { log } from './core'
import type { Accept, Prepare } from './messages'
import { registerOf } from './registers'
import type { PaxosState } from './state'

export function isAcceptor({ id, roles, takes_part }: PaxosState): boolean {
  return takes_part && roles.acceptors.includes(id)
}

export function onPrepare(core: Core, from: NodeId, { key, ballot }: Prepare): void {
  const { state } = core
  if (!isAcceptor(state)) return
  const register = registerOf(state, key)
  const { chosen, promised, accepted } = register
  if (chosen !== null) return tell(core, from, { type: 'learned', key, ...chosen }, 'now')
  if (isAbove(promised, ballot)) return refuse(core, from, { key, ballot, promised })
  register.promised = ballot
  if (!state.switches['promise-unsaved']) log(core, { kind: 'promise', key, ballot })
  emitAfterLog(core, BallotPromised.of(state.id, { key, ballot, accepted }))
  tell(core, from, { type: 'promise', key, ballot, accepted }, 'sync')
}

export function onAccept(core: Core, from: NodeId, { key, ballot, value }: Accept): void {
  const { state } = core
  if (!isAcceptor(state)) return
  const register = registerOf(state, key)
  const { chosen, promised } = register
  if (chosen !== null) return tell(core, from, { type: 'learned', key, ...chosen }, 'now')
  if (isAbove(promised, ballot) && !state.switches['accept-below-promise']) return refuse(core, from, { key, ballot, promised })
  const accepted = { ballot, value }
  register.promised = ballot
  register.accepted = accepted
  if (!state.switches['accept-unsaved']) log(core, { kind: 'accept', key, accepted })
  emitAfterLog(core, ValueAccepted.of(state.id, { key, ...accepted }))
  tell(core, from, { type: 'accepted', key, ballot }, 'sync')
}

function isAbove(promised: Ballot | null, ballot: Ballot): promised is Ballot {
  return promised !== null && compareBallots(promised, ballot) > 0
}

interface Refused {
  readonly key: string
  readonly ballot: Ballot
  readonly promised: Ballot
}

/** A courtesy: the proposer need not wait until its time is over (§2.2). */
function refuse(core: Core, to: NodeId, refused: Refused): void {
  tell(core, to, { type: 'refuse', ...refused }, 'now')
}
