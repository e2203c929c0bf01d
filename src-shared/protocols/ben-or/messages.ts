import type { MessageDescription } from '../../description/messages'

/** The position of a type is its code on the wire. */
export const MESSAGES = [
  { name: 'report', kind: 'ask', word: 'report' },
  { name: 'proposal', kind: 'data', word: 'proposal' },
  { name: 'decided', kind: 'decision', word: 'decided' },
  { name: 'repeat', kind: 'ask', word: 'repeat request' }
] as const satisfies readonly MessageDescription[]
