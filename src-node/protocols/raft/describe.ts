/** A node in one line. */
import { lastIndex } from '../replicated-log/log'
import { describeEntries } from './messages'
import { membershipText, sameMembership } from '../replicated-log/membership'
import type { RaftState } from './state'

export function describeState(state: RaftState): string {
  const { role, term, vote, leader, commit, log, snapshot, leading, generation, membership, initial } = state
  const parts = [`${role} term=${term} vote=${vote ?? '-'} leader=${leader ?? '-'} commit=${commit} last=${lastIndex(log)}`]
  if (generation > 0) parts.push(`generation=${generation}`)
  if (!sameMembership(membership, initial)) parts.push(`voters=[${membershipText(membership)}]`)
  if (snapshot) parts.push(`snapshot=${snapshot.index}/${snapshot.term}`)
  if (log.entries.length > 0) parts.push(describeEntries(log.entries))
  for (const [peer, { mode, match, next }] of leading?.progress ?? []) parts.push(`${peer}:${mode} match=${match} next=${next}`)
  return parts.join(' ')
}
