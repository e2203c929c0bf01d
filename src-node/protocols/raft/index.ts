/** Raft (Ongaro & Ousterhout, USENIX ATC 2014; Ongaro's dissertation, Stanford 2014). */
import type { Protocol } from '../contract'
import { boot } from './boot'
import { describeState } from './describe'
import { description } from '../../../src-shared/protocols/raft/description'
import { createInvariants } from './invariants'
import type { RaftMessage } from './messages'
import { describeMessage } from './messages'
import { sample } from './sampling'
import type { SavedSnapshot } from './saved-snapshot'
import type { RaftRecord, RaftState } from './state'
import { step } from './step'

export const raft: Protocol<RaftState, RaftMessage, RaftRecord, SavedSnapshot> = {
  description,
  boot,
  step,
  sample,
  createInvariants,
  describe: describeState,
  describeMessage,
  shared_timers: ['heartbeat']
}
