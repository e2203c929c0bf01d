import type { TimeAnswer, TimeRequest } from '../kit/clock-sync/messages'
import { isTimeAnswer, isTimeRequest } from '../kit/clock-sync/messages'
import { isInteger, isUndeclared } from '../kit/well-formed'

export type RequestMessage = TimeRequest & { readonly type: 'time-request' }

export type AnswerMessage = TimeAnswer & {
  readonly type: 'time-answer'
  /** When a leap second is inserted, or was; null: none is known of. */
  readonly leap_at_us: number | null
}

export type ClockSyncMessage = RequestMessage | AnswerMessage

/** One line for logs, transcripts and the screen. */
export function describeMessage(message: ClockSyncMessage): string {
  if (message.type === 'time-request') return `time-request at ${message.origin_us}`
  const { origin_us, transmit_us, bound_us, stratum, leap_at_us } = message
  const leap = leap_at_us === null ? '' : `, leap second at ${leap_at_us}`
  return `time-answer to ${origin_us}: ${transmit_us} ± ${bound_us} µs, stratum ${stratum}${leap}`
}

/** Whether a correct peer could have sent it. */
export function isWellFormed(message: ClockSyncMessage): boolean {
  switch (message.type) {
    case 'time-request':
      return isTimeRequest(message)
    case 'time-answer':
      return isTimeAnswer(message) && (message.leap_at_us === null || isInteger(message.leap_at_us))
    default:
      return isUndeclared(message)
  }
}
