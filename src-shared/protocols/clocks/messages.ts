import type { MessageDescription } from '../../description/messages'

/** The position of a type is its code on the wire. */
export const MESSAGES = [{ name: 'message', kind: 'data', word: 'message' }] as const satisfies readonly MessageDescription[]
