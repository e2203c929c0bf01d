import { stampText } from '../../../src-shared/protocols/clocks/facts'
import { isCount, isHybridTime, isListOf, isText } from '../kit/well-formed'
import type { Clocks, ClocksState } from './state'

/** What a node tells another, and what its clocks showed when it did. */
export interface ClocksMessage extends Clocks {
  readonly type: 'message'
  readonly what: string
  /** The place of the send at its node. */
  readonly place: number
}

/** One line for logs, transcripts and the screen. */
export function describeMessage({ type, what, lamport, vector }: ClocksMessage): string {
  return `${type} ${what}: ${stampText({ lamport, vector })}`
}

/** Whether a correct peer could have sent it. */
export function isWellFormed(message: ClocksMessage, { nodes }: Pick<ClocksState, 'nodes'>): boolean {
  const { type, what, place, lamport, vector, hybrid } = message
  return (
    type === 'message' &&
    isText(what) &&
    isCount(place) &&
    isCount(lamport) &&
    isListOf(vector, isCount) &&
    vector.length === nodes.length &&
    isHybridTime(hybrid)
  )
}
