import type { MessageDescription } from '../../description/messages'

/** The position of a type is its code on the wire. */
export const MESSAGES = [
  { name: 'call', kind: 'ask', word: 'call' },
  { name: 'answer', kind: 'answer', word: 'answer' },
  { name: 'resolve', kind: 'ask', word: 'address request' },
  { name: 'address', kind: 'answer', word: 'address' },
  { name: 'bulk', kind: 'data', word: 'bulk data' }
] as const satisfies readonly MessageDescription[]
