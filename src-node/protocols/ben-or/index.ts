/** Ben-Or's randomized consensus on a bit, for nodes that crash (Ben-Or, "Another Advantage of Free Choice", 1983). */
import { description } from '../../../src-shared/protocols/ben-or/description'
import type { Protocol } from '../contract'
import { BenOrAdversary } from './adversary'
import { boot } from './boot'
import { createInvariants } from './invariants'
import { describeMessage } from './messages'
import type { BenOrMessage } from './messages'
import { describe, sample } from './sampling'
import type { BenOrRecord, BenOrSnapshot, BenOrState } from './state'
import { step } from './step'

export const benOr: Protocol<BenOrState, BenOrMessage, BenOrRecord, BenOrSnapshot> = {
  description,
  boot,
  step,
  sample,
  createInvariants,
  createAdversary: (nodes, parameters) => new BenOrAdversary(nodes, parameters),
  describe,
  describeMessage
}
