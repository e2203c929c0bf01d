/** A store whose timestamps agree with real time (Corbett et al., Spanner, OSDI 2012), over groups of Raft. */
import { description } from '../../../src-shared/protocols/spanner-kv/description'
import type { Protocol } from '../contract'
import { boot } from './boot'
import { describe, describeMessage } from './describe'
import { createInvariants } from './invariants'
import { sample, sampleGroups } from './sampling'
import type { SpannerMessage } from './messages'
import type { SpannerRecord, SpannerSnapshot, SpannerState } from './state'
import { step } from './step'
import { trueTime } from './true-time'

export const spannerKv: Protocol<SpannerState, SpannerMessage, SpannerRecord, SpannerSnapshot> = {
  description,
  boot,
  step,
  sample,
  sampleGroups,
  believedTime: trueTime,
  createInvariants,
  describe,
  describeMessage
}
