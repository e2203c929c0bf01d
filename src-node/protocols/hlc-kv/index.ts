/** A replicated store whose versions carry hybrid logical clocks (Kulkarni et al. 2014), with snapshot reads at a time. */
import { description } from '../../../src-shared/protocols/hlc-kv/description'
import type { Protocol } from '../contract'
import { boot } from './boot'
import { createInvariants } from './invariants'
import { describeMessage } from './messages'
import type { HlcMessage } from './messages'
import { describe, sample } from './sampling'
import type { HlcRecord, HlcSnapshot, HlcState } from './state'
import { step } from './step'

export const hlcKv: Protocol<HlcState, HlcMessage, HlcRecord, HlcSnapshot> = {
  description,
  boot,
  step,
  sample,
  createInvariants,
  describe,
  describeMessage
}
