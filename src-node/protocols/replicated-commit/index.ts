/** Transactions over groups of Raft, with their records in a group, as Spanner and CockroachDB have them: nothing depends on one node. */
import { description } from '../../../src-shared/protocols/replicated-commit/description'
import type { Protocol } from '../contract'
import { boot } from './boot'
import { createInvariants } from './invariants'
import type { CommitMessage } from './messages'
import { describe, describeMessage, sample, sampleGroups } from './sampling'
import type { CommitRecord, CommitSnapshot, CommitState } from './state'
import { step } from './step'

export const replicatedCommit: Protocol<CommitState, CommitMessage, CommitRecord, CommitSnapshot> = {
  description,
  boot,
  step,
  sample,
  sampleGroups,
  createInvariants,
  describe,
  describeMessage
}
