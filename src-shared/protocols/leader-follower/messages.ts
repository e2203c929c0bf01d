import type { MessageDescription } from '../../description/messages'

/** The position of a type is its code on the wire. */
export const MESSAGES = [
  {
    name: 'stream',
    kind: 'data',
    word: 'log entries',
    empty: { fields: ['entries'], name: 'heartbeat', kind: 'heartbeat', word: 'heartbeat' }
  },
  { name: 'stored', kind: 'answer', word: 'stored' },
  { name: 'refused', kind: 'answer', word: 'refused' },
  { name: 'snapshot', kind: 'data', word: 'snapshot' },
  { name: 'snapshot-received', kind: 'answer', word: 'snapshot answer' },
  { name: 'fenced', kind: 'decision', word: 'fenced' },
  { name: 'claim', kind: 'ask', word: 'claim to lead' },
  { name: 'claim-answer', kind: 'answer', word: 'claim answer' }
] as const satisfies readonly MessageDescription[]
