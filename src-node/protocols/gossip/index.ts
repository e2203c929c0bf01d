/** Epidemic algorithms: anti-entropy and rumour mongering (Demers et al., "Epidemic Algorithms for Replicated Database Maintenance", 1987). */
import { description } from '../../../src-shared/protocols/gossip/description'
import type { Protocol } from '../contract'
import { boot } from './boot'
import { createInvariants } from './invariants'
import { describeMessage } from './messages'
import type { GossipMessage } from './messages'
import { describe, sample } from './sampling'
import type { GossipRecord, GossipSnapshot, GossipState } from './state'
import { step } from './step'

export const gossip: Protocol<GossipState, GossipMessage, GossipRecord, GossipSnapshot> = {
  description,
  boot,
  step,
  sample,
  createInvariants,
  describe,
  describeMessage
}
