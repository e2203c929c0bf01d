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
import { createRaftStep } from './step'
import type { MachineDefinition } from '../replicated-log/machine'
import { kvMachine } from '../replicated-log/state-machine'

export type Raft = Protocol<RaftState, RaftMessage, RaftRecord, SavedSnapshot>

/** Raft with a log that is applied to such a machine. */
export function createRaft(machine: MachineDefinition): Raft {
  return {
    description,
    boot: (given, context) => boot(machine, given, context),
    step: createRaftStep(machine),
    sample: (state) => sample(machine, state),
    createInvariants,
    describe: describeState,
    describeMessage,
    shared_timers: ['heartbeat']
  }
}

export const raft = createRaft(kvMachine)
