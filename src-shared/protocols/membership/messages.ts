import type { MessageDescription } from '../../description/messages'

/** The position of a type is its code on the wire. */
export const MESSAGES = [
  { name: 'ping', kind: 'ask', word: 'ping' },
  { name: 'ping-request', kind: 'ask', word: 'ping request' },
  { name: 'ack', kind: 'answer', word: 'ack' },
  { name: 'nack', kind: 'answer', word: 'nack' },
  { name: 'sync', kind: 'data', word: 'list' },
  { name: 'sync-answer', kind: 'data', word: 'list in return' },
  { name: 'heartbeat', kind: 'heartbeat', word: 'heartbeat' }
] as const satisfies readonly MessageDescription[]
