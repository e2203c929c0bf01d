/** What must hold between steps; checked after every one. */
import { assert } from '../contract'
import { lastIndex, lastTerm } from '../replicated-log/log'
import type { RaftState } from './state'

export function assertState(state: RaftState): void {
  const broken = brokenRule(state)
  assert(broken === null, broken ?? '')
}

/** What does not hold, in a sentence; null: all is well. A text is made for nothing but a broken rule: this runs with every step. */
function brokenRule({
  role,
  term,
  vote,
  id,
  log,
  snapshot,
  commit,
  applied,
  campaign,
  leading,
  disk,
  generation
}: RaftState): string | null {
  const last = lastIndex(log)
  const snapshot_index = snapshot?.index ?? 0
  if (applied > commit) return `applied ${applied} is beyond the commit index ${commit}`
  if (commit > last) return `commit index ${commit} is beyond the last entry ${last}`
  if (applied !== commit) return `a step left entries ${applied + 1}..${commit} unapplied`
  if (snapshot_index > applied) return `snapshot ${snapshot_index} is beyond the applied index ${applied}`
  if (log.base.index > snapshot_index) return `entries up to ${log.base.index} are gone without a snapshot`
  if (lastTerm(log) > term) return `the log ends in term ${lastTerm(log)}, above the current term ${term}`
  if (disk.durable > last) return `the log is durable up to ${disk.durable} but ends at ${last}`
  if (role !== 'follower' && generation > 0) return `a node that has lost its disk is ${role}`
  if ((leading !== null) !== (role === 'leader')) return `leader state on a ${role}`
  if ((campaign !== null) !== (role === 'candidate' || role === 'pre-candidate')) return `campaign state on a ${role}`
  if (role === 'candidate' && vote !== id) return 'a candidate votes for itself'
  return null
}
