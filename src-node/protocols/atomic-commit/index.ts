/**
 * Atomic commit: a coordinator asks the participants concerned to prepare a transaction, and commits it once all have voted yes. Three
 * protocols see to it that all decide alike: two-phase commit (Gray 1978) with presumed abort or commit (Mohan, Lindsay, Obermarck 1986),
 * three-phase commit (Skeen 1981), and Paxos Commit (Gray and Lamport 2006).
 */
import { description } from '../../../src-shared/protocols/atomic-commit/description'
import type { Protocol } from '../contract'
import { boot } from './boot'
import { createInvariants } from './invariants'
import { describeMessage } from './messages'
import type { AtomicCommitMessage } from './messages'
import { describe, sample } from './sampling'
import type { AtomicCommitRecord, AtomicCommitSnapshot, AtomicCommitState } from './state'
import { step } from './step'

export const atomicCommit: Protocol<AtomicCommitState, AtomicCommitMessage, AtomicCommitRecord, AtomicCommitSnapshot> = {
  description,
  boot,
  step,
  sample,
  createInvariants,
  describe,
  describeMessage
}
