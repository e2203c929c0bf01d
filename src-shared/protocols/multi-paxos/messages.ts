import type { MessageDescription } from '../../description/messages'

/** The position of a type is its code on the wire. */
export const MESSAGES = [
  { name: 'prepare', kind: 'ask', word: 'prepare' },
  { name: 'promise', kind: 'answer', word: 'promise' },
  {
    name: 'accept',
    kind: 'data',
    word: 'accept',
    empty: { fields: ['entries'], name: 'heartbeat', kind: 'heartbeat', word: 'heartbeat' }
  },
  { name: 'accepted', kind: 'answer', word: 'accepted' },
  { name: 'refuse', kind: 'answer', word: 'refusal' },
  { name: 'catch-up', kind: 'ask', word: 'catch-up request' },
  { name: 'chosen', kind: 'data', word: 'chosen' },
  { name: 'snapshot', kind: 'data', word: 'snapshot' },
  { name: 'heartbeat-request', kind: 'heartbeat', word: 'ballot request' },
  { name: 'heartbeat-reply', kind: 'heartbeat', word: 'ballot reply' },
  { name: 'lease-request', kind: 'heartbeat', word: 'lease request' },
  { name: 'lease-grant', kind: 'heartbeat', word: 'lease' }
] as const satisfies readonly MessageDescription[]
