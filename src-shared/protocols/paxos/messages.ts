import type { MessageDescription } from '../../description/messages'

/** The position of a type is its code on the wire. */
export const MESSAGES = [
  { name: 'prepare', kind: 'ask', word: 'prepare' },
  { name: 'promise', kind: 'answer', word: 'promise' },
  { name: 'accept', kind: 'data', word: 'accept' },
  { name: 'accepted', kind: 'answer', word: 'accepted' },
  { name: 'refuse', kind: 'answer', word: 'refusal' },
  { name: 'learned', kind: 'decision', word: 'learned' },
  { name: 'acknowledge', kind: 'answer', word: 'acknowledgement' },
  { name: 'alive', kind: 'heartbeat', word: 'alive' }
] as const satisfies readonly MessageDescription[]
