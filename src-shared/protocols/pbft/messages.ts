import type { MessageDescription } from '../../description/messages'

/** The position of a type is its code on the wire. */
export const MESSAGES = [
  { name: 'pre-prepare', kind: 'data', word: 'pre-prepare' },
  { name: 'prepare', kind: 'answer', word: 'prepare' },
  { name: 'commit', kind: 'decision', word: 'commit' },
  { name: 'checkpoint', kind: 'answer', word: 'checkpoint' },
  { name: 'view-change', kind: 'ask', word: 'view change' },
  { name: 'new-view', kind: 'decision', word: 'new view' },
  { name: 'relay', kind: 'data', word: 'relayed request' },
  { name: 'status', kind: 'heartbeat', word: 'status' },
  { name: 'decided', kind: 'data', word: 'decided batch' },
  { name: 'state', kind: 'data', word: 'state transfer' }
] as const satisfies readonly MessageDescription[]
