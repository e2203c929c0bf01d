import { batchOf } from '../../description/messages'
import type { MessageDescription } from '../../description/messages'
import { MESSAGES as RAFT_MESSAGES } from '../raft/messages'

/** The position of a type is its code on the wire. */
export const MESSAGES = [
  batchOf(RAFT_MESSAGES),
  { name: 'step', kind: 'ask', word: 'step' },
  { name: 'step-done', kind: 'answer', word: 'step answer' },
  { name: 'refuse', kind: 'decision', word: 'refusal' },
  { name: 'prepare', kind: 'ask', word: 'prepare' },
  { name: 'vote', kind: 'answer', word: 'commit vote' },
  { name: 'decide', kind: 'ask', word: 'request to record' },
  { name: 'decision', kind: 'decision', word: 'decision' },
  { name: 'ask', kind: 'ask', word: 'question' },
  { name: 'outcome', kind: 'decision', word: 'outcome' },
  { name: 'acknowledge', kind: 'answer', word: 'acknowledgement' }
] as const satisfies readonly MessageDescription[]
