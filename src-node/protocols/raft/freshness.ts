/** What a follower knows of how current its state machine is: when it had applied all that the leader said is committed. */
import type { Freshness, RaftState } from './state'

export function newFreshness(): Freshness {
  return { told: null, as_of_us: null }
}

/** The leader of the term says how far the log is committed. A message that says less than is known here is old news. */
export function noteCommit(state: RaftState, commit: number): void {
  if (commit < state.commit) return
  settle(state)
  state.freshness.told = { commit, at_us: state.now_us }
}

/** How long ago this node had applied all that its leader had committed, as far as it can tell; null: it has not heard of one. */
export function age_us(state: RaftState, now_us: number): number | null {
  settle(state)
  const { as_of_us } = state.freshness
  return as_of_us === null ? null : Math.max(0, now_us - as_of_us)
}

function settle({ freshness, applied }: RaftState): void {
  const { told } = freshness
  if (told !== null && applied >= told.commit) freshness.as_of_us = told.at_us
}
