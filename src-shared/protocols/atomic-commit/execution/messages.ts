import type { MessageDescription } from '../../../description/messages'

/** While the steps of transactions are executed. */
export const EXECUTION_MESSAGES = [
  { name: 'execute', kind: 'data', word: 'step' },
  { name: 'executed', kind: 'answer', word: 'step done' },
  { name: 'waits', kind: 'answer', word: 'wait for a lock' },
  { name: 'refused', kind: 'answer', word: 'refusal' },
  { name: 'wounded', kind: 'answer', word: 'wound' },
  { name: 'still-open', kind: 'ask', word: 'inquiry' },
  { name: 'over', kind: 'decision', word: 'end' },
  { name: 'under-way', kind: 'answer', word: 'still open' }
] as const satisfies readonly MessageDescription[]
