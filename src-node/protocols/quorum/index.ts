/** Leaderless replication by quorums (DeCandia et al., "Dynamo: Amazon's Highly Available Key-value Store", SOSP 2007). */
import type { Protocol } from '../contract'
import { boot } from './boot'
import type { MembershipMessage } from '../membership/messages'
import { describeMessage, describeState } from './describe'
import { description } from '../../../src-shared/protocols/quorum/description'
import { createInvariants } from './invariants'
import type { QuorumMessage } from './messages'
import { mayStop } from './moves'
import { sample } from './sampling'
import type { QuorumRecord, QuorumSnapshot, QuorumState } from './state'
import { step } from './step'

export const quorum: Protocol<QuorumState, QuorumMessage | MembershipMessage, QuorumRecord, QuorumSnapshot> = {
  description,
  boot,
  step,
  sample,
  createInvariants,
  mayStop,
  describe: describeState,
  describeMessage
}
