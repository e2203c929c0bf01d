/** A sharded store: groups of nodes own shards, and a replicated placement service says which, and has them move. */
import { description } from '../../../src-shared/protocols/sharded-kv/description'
import type { Protocol } from '../contract'
import type { MembershipMessage } from '../membership/messages'
import { boot } from './boot'
import { describe, describeMessage } from './describe'
import { createInvariants } from './invariants'
import { mayStop } from './membership'
import { sample, sampleGroups } from './sampling'
import type { ShardedMessage, ShardedRecord, ShardedSnapshot, ShardedState } from './state'
import { step } from './step'

export const shardedKv: Protocol<ShardedState, ShardedMessage | MembershipMessage, ShardedRecord, ShardedSnapshot> = {
  description,
  boot,
  step,
  sample,
  sampleGroups,
  createInvariants,
  describe,
  describeMessage,
  mayStop
}
