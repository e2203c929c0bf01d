/** The groups of a node: Raft all of them, over values, prepared transactions and records. Every node takes part in every group. */
import { Host } from '../kit/groups/host'
import { groupOfKey } from '../kit/groups/placement'
import type { GroupId } from '../kit/groups/state'
import { createRaft } from '../raft'
import { operationOf } from '../../../src-shared/protocols/transactions/facts'
import type { RaftMessage } from '../raft/messages'
import type { SavedSnapshot } from '../raft/saved-snapshot'
import type { RaftRecord, RaftState } from '../raft/state'
import type { MachineDefinition } from '../replicated-log/machine'
import { commitMachine } from './machine'
import type { CommitMachine } from './group-state'
import type { CommitState } from './state'

const raft = createRaft(commitMachine as MachineDefinition, { tells_elections: false })

export const host = new Host<RaftState, RaftMessage, RaftRecord, SavedSnapshot>(() => raft, [])

export function raftOf({ host: hosted }: Pick<CommitState, 'host'>, group: GroupId): RaftState {
  return hosted.groups.get(group)!.state
}

export function machineOf(state: Pick<CommitState, 'host'>, group: GroupId): CommitMachine {
  return raftOf(state, group).machine as CommitMachine
}

/** The group that keeps the record of a transaction: that of its operation, so that all tries of it meet there. */
export function recordGroup({ groups }: Pick<CommitState, 'groups'>, transaction: string): GroupId {
  return groupOfKey(groups, operationOf(transaction))
}
