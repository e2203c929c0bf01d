/** One line for logs, tests and the screen. */
import { describeState } from '../raft/describe'
import { describeMessage as describeRaftMessage } from '../raft/messages'
import { machineOf } from './groups'
import type { SpannerMessage } from './messages'
import type { SpannerState } from './state'

export function describe({ id, host, writes, snapshots }: SpannerState): string {
  const groups = [...host.groups].map(
    ([group, { state }]) => `${group}: safe=${machineOf(state).safe_us} ${describeState(state)}`
  )
  return [`${id} writes=${writes.size} snapshots=${snapshots.length}`, ...groups].join('\n')
}

export function describeMessage(message: SpannerMessage): string {
  switch (message.type) {
    case 'groups':
      return message.parts.map(([group, part]) => `${group}: ${describeRaftMessage(part)}`).join('; ')
    case 'time-request':
      return `time-request at=${message.origin_us}`
    case 'time-answer':
      return `time-answer to=${message.origin_us} time=${message.transmit_us} bound=${message.bound_us}`
  }
}
