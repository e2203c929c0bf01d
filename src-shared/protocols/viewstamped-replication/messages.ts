import type { MessageDescription } from '../../description/messages'

/** The position of a type is its code on the wire. */
export const MESSAGES = [
  { name: 'prepare', kind: 'data', word: 'prepare' },
  { name: 'prepare-ok', kind: 'answer', word: 'prepare-ok' },
  { name: 'commit', kind: 'heartbeat', word: 'commit' },
  { name: 'start-view-change', kind: 'ask', word: 'view change' },
  { name: 'do-view-change', kind: 'answer', word: 'log for the view' },
  { name: 'start-view', kind: 'decision', word: 'start of view' },
  { name: 'recovery', kind: 'ask', word: 'recovery' },
  { name: 'recovery-response', kind: 'answer', word: 'recovery answer' },
  { name: 'get-state', kind: 'ask', word: 'state request' },
  { name: 'new-state', kind: 'data', word: 'state' },
  { name: 'checkpoint', kind: 'data', word: 'checkpoint' }
] as const satisfies readonly MessageDescription[]
