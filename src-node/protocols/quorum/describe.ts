import { membership } from '../membership'
import type { MembershipMessage } from '../membership/messages'
import { swim } from '../membership/within'
import { hintCount } from './hints'
import type { QuorumMessage } from './messages'
import { describeMessage as describeReplicas } from './messages'
import type { QuorumState } from './state'
import { describeRow } from './version'

/** One line for logs, tests and the screen. */
export function describeState(state: QuorumState): string {
  const { store, open, down } = state
  const rows = [...store.rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, row]) => describeRow(key, row))
  const known_down = down.size === 0 ? '' : ` down=${[...down].join(',')}`
  return `hints=${hintCount(state)} open=${open.size}${known_down} ${rows.join('; ') || 'nothing stored'}`
}

export function describeMessage(message: QuorumMessage | MembershipMessage): string {
  return swim.isOwnMessage(message) ? membership.describeMessage(message) : describeReplicas(message)
}
