/** Multi-Paxos (Lamport 2001, "Paxos Made Simple", §3), with quorums of any two sizes that meet (Howard, Malkhi, Spiegelman 2016). */
import { description } from '../../../src-shared/protocols/multi-paxos/description'
import type { Protocol } from '../contract'
import { boot } from './boot'
import { createInvariants } from './invariants'
import { describeMessage } from './messages'
import type { MultiPaxosMessage } from './messages'
import { describeState, sample } from './sampling'
import type { MultiPaxosRecord, MultiPaxosState, SavedSnapshot } from './state'
import { step } from './step'

export const multiPaxos: Protocol<MultiPaxosState, MultiPaxosMessage, MultiPaxosRecord, SavedSnapshot> = {
  description,
  boot,
  step,
  sample,
  createInvariants,
  describe: describeState,
  describeMessage,
  shared_timers: ['heartbeat']
}
