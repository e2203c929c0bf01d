import type { MessageDescription } from '../../description/messages'
import { EXECUTION_MESSAGES } from './execution/messages'

/** The position of a type is its code on the wire. */
export const MESSAGES = [
  { name: 'prepare', kind: 'ask', word: 'prepare' },
  { name: 'vote', kind: 'answer', word: 'vote' },
  { name: 'decide', kind: 'decision', word: 'decision' },
  { name: 'acknowledge', kind: 'answer', word: 'acknowledgement' },
  { name: 'ask', kind: 'ask', word: 'question' },
  ...EXECUTION_MESSAGES
] as const satisfies readonly MessageDescription[]
