/**
 * Multi-leader replication: every region has a leader that takes writes on its own and tells the others afterwards. Resolving what
 * happened at once in two regions is what it is about.
 */
import type { Protocol } from '../contract'
import { boot } from './boot'
import { description } from '../../../src-shared/protocols/multi-leader/description'
import { createInvariants } from './invariants'
import { describeMessage } from './messages'
import type { MultiLeaderMessage } from './messages'
import { describe, sample } from './sampling'
import type { MultiLeaderRecord, MultiLeaderSnapshot, MultiLeaderState } from './state'
import { step } from './step'

export const multiLeader: Protocol<MultiLeaderState, MultiLeaderMessage, MultiLeaderRecord, MultiLeaderSnapshot> = {
  description,
  boot,
  step,
  sample,
  createInvariants,
  describe,
  describeMessage
}
