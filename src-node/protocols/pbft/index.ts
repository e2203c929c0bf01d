/** PBFT (Castro and Liskov, "Practical Byzantine Fault Tolerance", OSDI 1999): agreement though fewer than a third of the nodes lie. */
import { description } from '../../../src-shared/protocols/pbft/description'
import type { Protocol } from '../contract'
import { boot } from './boot'
import { createInvariants } from './invariants'
import { describeMessage } from './messages'
import type { PbftMessage } from './messages'
import { describe, sample } from './sampling'
import type { PbftRecord, PbftSnapshot, PbftState } from './state'
import { step } from './step'

export const pbft: Protocol<PbftState, PbftMessage, PbftRecord, PbftSnapshot> = {
  description,
  boot,
  step,
  sample,
  createInvariants,
  describe,
  describeMessage
}
