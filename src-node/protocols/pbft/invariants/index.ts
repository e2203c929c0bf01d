/** The live invariants that the description names. They hold for nodes that never lied. */
import type { NodeId } from '../../../../src-shared/ids'
import { description } from '../../../../src-shared/protocols/pbft/description'
import type { Parameters } from '../../../../src-shared/description/protocol-description'
import type { LiveInvariant } from '../../contract'
import { amongHonest } from '../../kit/lying/among-honest'
import { readSettings } from '../../kit/settings'
import { oneHonestOf, quorumOf } from '../signatures'
import { windowOf } from '../slots'
import { Agreement, CheckpointsEqual, OneBatchAView } from './agreement'
import { AnswersCarriedOut, AnswersKept, RequestsAreClients } from './clients'
import { CarriedOutInOrder, ViewsForward } from './order'
import { VotesOfQuorum } from './votes'
import { WindowKept } from './window'

export function createInvariants(nodes: readonly NodeId[], parameters: Parameters): LiveInvariant[] {
  const settings = readSettings(description, parameters)
  return amongHonest([
    new Agreement(),
    new OneBatchAView(),
    new CarriedOutInOrder(),
    new RequestsAreClients(),
    new VotesOfQuorum(quorumOf(nodes)),
    new WindowKept(windowOf({ settings })),
    new CheckpointsEqual(),
    new ViewsForward(),
    new AnswersCarriedOut(),
    new AnswersKept(oneHonestOf(nodes))
  ])
}
