import type { MessageDescription } from '../../description/messages'

/** The position of a type is its code on the wire. */
export const MESSAGES = [
  {
    name: 'updates',
    kind: 'data',
    word: 'updates',
    empty: { fields: ['updates'], name: 'position-request', kind: 'heartbeat', word: 'position request' }
  },
  { name: 'have', kind: 'answer', word: 'position' },
  { name: 'state', kind: 'data', word: 'whole state' },
  { name: 'state-received', kind: 'answer', word: 'state answer' }
] as const satisfies readonly MessageDescription[]
