/** The position of a name is its code on the wire. */
export const MESSAGE_NAMES = [
  'pre-vote',
  'pre-vote-reply',
  'request-vote',
  'request-vote-reply',
  'append-entries',
  'append-entries-reply',
  'install-snapshot',
  'install-snapshot-reply',
  'timeout-now'
] as const
