import { batchOf } from '../../description/messages'
import type { MessageDescription } from '../../description/messages'
import { MESSAGES as RAFT_MESSAGES } from '../raft/messages'

/** The position of a type is its code on the wire. */
export const MESSAGES = [
  batchOf(RAFT_MESSAGES),
  { name: 'time-request', kind: 'ask', word: 'time request' },
  { name: 'time-answer', kind: 'answer', word: 'time answer' }
] as const satisfies readonly MessageDescription[]
