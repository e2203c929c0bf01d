/** Raft (Ongaro & Ousterhout, USENIX ATC 2014; Ongaro's dissertation, Stanford 2014). */
import type { Protocol } from '../contract'
import { boot } from './boot'
import type { RaftParts } from './core'
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

/** Raft with a log that is applied to such a machine. `tells_elections`: also of timers, and of votes as they come in. */
export function createRaft(machine: MachineDefinition, { tells_elections }: Pick<RaftParts, 'tells_elections'>): Raft {
  const parts: RaftParts = { machine, tells_elections }
  return {
    description,
    boot: (given, context) => boot(parts, given, context),
    step: createRaftStep(parts),
    sample: (state) => sample(machine, state),
    createInvariants,
    describe: describeState,
    describeMessage,
    shared_timers: ['heartbeat']
  }
}

export const raft = createRaft(kvMachine, { tells_elections: true })
