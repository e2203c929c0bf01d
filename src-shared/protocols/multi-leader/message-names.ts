/** The position of a name is its code on the wire. */
export const MESSAGE_NAMES = ['updates', 'have', 'state', 'state-received'] as const
