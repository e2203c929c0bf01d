/** Leader–follower replication without consensus, as in replicated databases: a log shipped to followers, and failover by decree. */
import type { Protocol } from '../contract'
import { boot } from './boot'
import { describeState } from './describe'
import { description } from '../../../src-shared/protocols/leader-follower/description'
import { createInvariants } from './invariants'
import type { NodeMessage } from './messages'
import { describeMessage } from './messages'
import { sample } from './sampling'
import type { NodeRecord, NodeState, SavedSnapshot } from './state'
import { step } from './step'

export const leaderFollower: Protocol<NodeState, NodeMessage, NodeRecord, SavedSnapshot> = {
  description,
  boot,
  step,
  sample,
  createInvariants,
  describe: describeState,
  describeMessage,
  shared_timers: ['heartbeat']
}
