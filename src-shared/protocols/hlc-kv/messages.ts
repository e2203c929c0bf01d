import type { MessageDescription } from '../../description/messages'

/** The position of a type is its code on the wire. */
export const MESSAGES = [
  {
    name: 'versions',
    kind: 'data',
    word: 'versions',
    empty: { fields: ['versions'], name: 'closed-time', kind: 'heartbeat', word: 'closed time' }
  },
  { name: 'have', kind: 'heartbeat', word: 'position' }
] as const satisfies readonly MessageDescription[]
