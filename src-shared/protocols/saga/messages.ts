import type { MessageDescription } from '../../description/messages'

/** The position of a type is its code on the wire. */
export const MESSAGES = [
  { name: 'do', kind: 'ask', word: 'step' },
  { name: 'undo', kind: 'ask', word: 'compensation' },
  { name: 'answer', kind: 'answer', word: 'answer' },
  { name: 'cancel', kind: 'ask', word: 'cancellation' },
  { name: 'ended', kind: 'decision', word: 'end' },
  { name: 'got', kind: 'answer', word: 'acknowledgement' },
  { name: 'look', kind: 'ask', word: 'look' },
  { name: 'seen', kind: 'answer', word: 'what was seen' }
] as const satisfies readonly MessageDescription[]
