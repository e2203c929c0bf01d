import type { MessageDescription } from '../../description/messages'
import { EXECUTION_MESSAGES } from './execution/messages'

/** The position of a type is its code on the wire. */
export const MESSAGES = [
  { name: 'prepare', kind: 'ask', word: 'prepare' },
  { name: 'vote', kind: 'answer', word: 'vote' },
  { name: 'decide', kind: 'decision', word: 'decision' },
  { name: 'acknowledge', kind: 'answer', word: 'acknowledgement' },
  { name: 'ask', kind: 'ask', word: 'question' },
  { name: 'state', kind: 'answer', word: 'state' },
  { name: 'pre-commit', kind: 'decision', word: 'pre-commit' },
  { name: 'pre-committed', kind: 'answer', word: 'pre-commit answer' },
  { name: 'accept', kind: 'ask', word: 'accept' },
  { name: 'accepted', kind: 'answer', word: 'accepted' },
  { name: 'take-over', kind: 'ask', word: 'ballot' },
  { name: 'promise', kind: 'answer', word: 'promise' },
  { name: 'forget', kind: 'data', word: 'forget' },
  ...EXECUTION_MESSAGES
] as const satisfies readonly MessageDescription[]
