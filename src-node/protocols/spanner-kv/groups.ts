/** The groups of a replica: Raft all of them, over versions. Every replica takes part in every group. */
import type { NodeId } from '../../../src-shared/ids'
import { Host } from '../kit/groups/host'
import { createRaft } from '../raft'
import type { RaftMessage } from '../raft/messages'
import type { SavedSnapshot } from '../raft/saved-snapshot'
import type { RaftRecord, RaftState } from '../raft/state'
import type { MachineDefinition } from '../replicated-log/machine'
import { spannerMachine } from './machine'
import type { SpannerMachine } from './machine'

const raft = createRaft(spannerMachine as MachineDefinition, { tells_elections: false })

export const host = new Host<RaftState, RaftMessage, RaftRecord, SavedSnapshot>(() => raft, [])

export function machineOf({ machine }: Pick<RaftState, 'machine'>): SpannerMachine {
  return machine as SpannerMachine
}

/** Members that keep data: all without a role of their own. */
export function replicasOf(nodes: readonly NodeId[], roles: Readonly<Record<NodeId, string>> = {}): readonly NodeId[] {
  return nodes.filter((node) => roles[node] === undefined)
}
