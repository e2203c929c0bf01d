/** What must hold between steps; checked after every one. */
import { assert } from '../contract'
import { lastIndex, lastTerm } from '../replicated-log/log'
import type { RaftState } from './state'

export function assertState(state: RaftState): void {
  const { role, term, vote, id, log, snapshot, commit, applied, campaign, leading, disk } = state
  const last = lastIndex(log)
  assert(applied <= commit, () => `applied ${applied} is beyond the commit index ${commit}`)
  assert(commit <= last, () => `commit index ${commit} is beyond the last entry ${last}`)
  assert(applied === commit, () => `a step left entries ${applied + 1}..${commit} unapplied`)
  assert((snapshot?.index ?? 0) <= applied, () => `snapshot ${snapshot?.index} is beyond the applied index ${applied}`)
  assert(log.base.index <= (snapshot?.index ?? 0), () => `entries up to ${log.base.index} are gone without a snapshot`)
  assert(lastTerm(log) <= term, () => `the log ends in term ${lastTerm(log)}, above the current term ${term}`)
  assert(disk.durable <= last, () => `the log is durable up to ${disk.durable} but ends at ${last}`)
  assert((leading !== null) === (role === 'leader'), () => `leader state on a ${role}`)
  assert((campaign !== null) === (role === 'candidate' || role === 'pre-candidate'), () => `campaign state on a ${role}`)
  assert(role !== 'candidate' || vote === id, 'a candidate votes for itself')
}
