/** Single-decree Paxos (Lamport 1998; Lamport 2001, "Paxos Made Simple"): one decree for each key. */
import { description } from '../../../src-shared/protocols/paxos/description'
import type { Protocol } from '../contract'
import { PaxosAdversary } from './adversary'
import { boot } from './boot'
import { createInvariants } from './invariants'
import { describeMessage } from './messages'
import type { PaxosMessage } from './messages'
import { describe, sample } from './sampling'
import type { PaxosRecord, PaxosSnapshot, PaxosState } from './state'
import { step } from './step'

export const paxos: Protocol<PaxosState, PaxosMessage, PaxosRecord, PaxosSnapshot> = {
  description,
  boot,
  step,
  sample,
  createInvariants,
  createAdversary: () => new PaxosAdversary(),
  describe,
  describeMessage
}
