/** Acceptors have accepted votes: once it is a majority, whoever leads the ballot knows what is decided. */
import type { NodeId } from '../../../../src-shared/ids'
import { onDecided, onOwnVoteAccepted } from '../coordinator'
import type { Core } from '../core'
import { isCoordinator } from '../core'
import type { Accepted } from '../messages'
import { decideFor } from '../participant'
import { chosenVotes } from './leader'

export function onAccepted(core: Core, from: NodeId, message: Accepted): void {
  const { transaction, ballot, participants } = message
  if (ballot === 0) return onOwnVoteAccepted(core, from, transaction, participants)
  const chosen = chosenVotes(core, from, message)
  if (chosen === null) return
  const commit = Object.values(chosen.votes ?? {}).every((yes) => yes)
  if (isCoordinator(core.state)) onDecided(core, transaction, commit)
  else decideFor(core, chosen, commit)
}
