import type { MessageDescription } from '../../description/messages'

/** The position of a type is its code on the wire. */
export const MESSAGES = [
  { name: 'time-request', kind: 'ask', word: 'time request' },
  { name: 'time-answer', kind: 'answer', word: 'time' }
] as const satisfies readonly MessageDescription[]
