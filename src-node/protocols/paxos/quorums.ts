/** How many acceptors promise a ballot, and how many choose a value. Any two such quorums must meet (Howard, Malkhi, Spiegelman 2016). */
import type { PaxosState } from './state'

type Given = Pick<PaxosState, 'settings' | 'roles'>

export function prepareQuorum({ settings, roles }: Given): number {
  return settings.prepare_quorum || majorityOf(roles.acceptors.length)
}

export function acceptQuorum({ settings, roles }: Given): number {
  return settings.accept_quorum || majorityOf(roles.acceptors.length)
}

export function majorityOf(acceptors: number): number {
  return Math.floor(acceptors / 2) + 1
}
