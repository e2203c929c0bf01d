/** SWIM (Das, Gupta, Motivala 2002) with Lifeguard (2017), and heartbeats under a fixed timeout or φ (Hayashibara et al. 2004). */
import { description } from '../../../src-shared/protocols/membership/description'
import type { Protocol } from '../contract'
import { boot } from './boot'
import { createInvariants } from './invariants'
import type { MembershipMessage } from './messages'
import { describeMessage } from './messages'
import { describe, sample } from './sampling'
import type { MembershipSnapshot, MembershipState } from './state'
import { step } from './step'

export const membership: Protocol<MembershipState, MembershipMessage, never, MembershipSnapshot> = {
  description,
  boot,
  step,
  sample,
  createInvariants,
  describe,
  describeMessage
}
