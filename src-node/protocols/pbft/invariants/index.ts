/** The live invariants that the description names. They hold for nodes that never lied. */
import type { NodeId } from '../../../../src-shared/ids'
import type { LiveInvariant } from '../../contract'
import { amongHonest } from '../../kit/lying/among-honest'
import { quorumOf } from '../signatures'
import { Agreement, CheckpointsEqual, OneBatchAView } from './agreement'
import { AnswersCarriedOut, RequestsAreClients } from './clients'
import { CarriedOutInOrder, ViewsForward } from './order'
import { VotesOfQuorum } from './votes'

export function createInvariants(nodes: readonly NodeId[]): LiveInvariant[] {
  return amongHonest([
    new Agreement(),
    new OneBatchAView(),
    new CarriedOutInOrder(),
    new RequestsAreClients(),
    new VotesOfQuorum(quorumOf(nodes)),
    new CheckpointsEqual(),
    new ViewsForward(),
    new AnswersCarriedOut()
  ])
}
