/** The groups of a node: Raft all of them, over shards or over what the placement service keeps. */
import { Host } from '../kit/groups/host'
import { createRaft } from '../raft'
import type { RaftMessage } from '../raft/messages'
import type { SavedSnapshot } from '../raft/saved-snapshot'
import type { RaftRecord, RaftState } from '../raft/state'
import type { MachineDefinition } from '../replicated-log/machine'
import { placementMachine } from './placement/definition'
import { shardMachine } from './shards/machine'
import { PLACEMENT } from './state'

const shards = createRaft(shardMachine, { tells_elections: false })
const placement = createRaft(placementMachine as MachineDefinition, { tells_elections: false })

export const host = new Host<RaftState, RaftMessage, RaftRecord, SavedSnapshot>(
  (group) => (group === PLACEMENT ? placement : shards),
  []
)
