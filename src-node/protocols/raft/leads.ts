import type { RaftState } from './state'

/** Whether this node leads the group, and has applied all that was committed before: it may act in the group's name. */
export function leads(raft: Pick<RaftState, 'leading' | 'applied'>): boolean {
  return raft.leading !== null && raft.applied >= raft.leading.opened_at
}
