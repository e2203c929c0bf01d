/** A node in one line. */
import { lastIndex } from '../replicated-log/log'
import type { NodeState } from './state'

export function describeState({ role, epoch, leader, commit, applied, log, leading }: NodeState): string {
  const parts = [`${role} epoch=${epoch} leader=${leader ?? '-'} commit=${commit} applied=${applied} last=${lastIndex(log)}`]
  for (const [peer, { match, next }] of leading?.progress ?? []) parts.push(`${peer}: match=${match} next=${next}`)
  return parts.join(' ')
}
