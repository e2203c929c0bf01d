/** The position of a name is its code on the wire. */
export const MESSAGE_NAMES = ['prepare', 'vote', 'decide', 'acknowledge', 'ask'] as const
