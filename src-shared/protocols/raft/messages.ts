import type { MessageDescription } from '../../description/messages'

/** The position of a type is its code on the wire. */
export const MESSAGES = [
  { name: 'pre-vote', kind: 'ask', word: 'pre-vote request' },
  { name: 'pre-vote-reply', kind: 'answer', word: 'pre-vote' },
  { name: 'request-vote', kind: 'ask', word: 'vote request' },
  { name: 'request-vote-reply', kind: 'answer', word: 'vote' },
  {
    name: 'append-entries',
    kind: 'data',
    word: 'append',
    empty: { fields: ['entries'], name: 'heartbeat', kind: 'heartbeat', word: 'heartbeat' }
  },
  { name: 'append-entries-reply', kind: 'answer', word: 'append answer' },
  { name: 'install-snapshot', kind: 'data', word: 'snapshot' },
  { name: 'install-snapshot-reply', kind: 'answer', word: 'snapshot answer' },
  { name: 'timeout-now', kind: 'decision', word: 'leader hand-over' },
  { name: 'removed', kind: 'answer', word: 'removal notice' }
] as const satisfies readonly MessageDescription[]
