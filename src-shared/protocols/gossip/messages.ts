import type { MessageDescription } from '../../description/messages'

/** The position of a type is its code on the wire. */
export const MESSAGES = [
  { name: 'connect', kind: 'ask', word: 'connection request' },
  { name: 'accepted', kind: 'answer', word: 'accepted' },
  { name: 'refused', kind: 'answer', word: 'refused' },
  {
    name: 'rumours',
    kind: 'data',
    word: 'rumours',
    empty: { name: 'rumour-request', kind: 'heartbeat', word: 'rumour request', fields: ['items'] }
  },
  { name: 'feedback', kind: 'answer', word: 'feedback' },
  { name: 'summary', kind: 'heartbeat', word: 'checksum' },
  { name: 'differs', kind: 'answer', word: 'checksums differ' },
  { name: 'whole', kind: 'data', word: 'whole database' },
  { name: 'stamps', kind: 'heartbeat', word: 'list of stamps' },
  { name: 'difference', kind: 'answer', word: 'difference' },
  { name: 'items', kind: 'data', word: 'items' }
] as const satisfies readonly MessageDescription[]
