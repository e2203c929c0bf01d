/** Viewstamped Replication (Liskov and Cowling, "Viewstamped Replication Revisited", MIT-CSAIL-TR-2012-021; Oki and Liskov, PODC 1988). */
import { description } from '../../../src-shared/protocols/viewstamped-replication/description'
import type { Protocol } from '../contract'
import { boot } from './boot'
import { createInvariants } from './invariants'
import { describeMessage } from './messages'
import type { ViewstampedMessage } from './messages'
import { describeState, sample } from './sampling'
import type { Checkpoint, ViewstampedRecord, ViewstampedState } from './state'
import { step } from './step'

export const viewstampedReplication: Protocol<ViewstampedState, ViewstampedMessage, ViewstampedRecord, Checkpoint> = {
  description,
  boot,
  step,
  sample,
  createInvariants,
  describe: describeState,
  describeMessage,
  shared_timers: ['heartbeat']
}
