/** The leader of a group at work on splits and merges: it commits what the placement service wants, in one entry each. */
import { leads } from '../raft/leads'
import type { Core } from './core'
import { isProposed, propose, raftOf, shardsOf } from './core'
import { rangeCommand } from './shards/ranges'

export function leadRanges(core: Core): void {
  const { state } = core
  for (const change of state.range_orders) {
    const raft = raftOf(state, change.group)
    if (raft === null || !leads(raft) || isProposed(core, change.group, change.id)) continue
    const command = rangeCommand(shardsOf(raft), change)
    if (command !== null) propose(core, change.group, command)
  }
}
