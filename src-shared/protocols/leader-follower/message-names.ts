/** The position of a name is its code on the wire. */
export const MESSAGE_NAMES = [
  'stream',
  'stored',
  'refused',
  'snapshot',
  'snapshot-received',
  'fenced',
  'claim',
  'claim-answer'
] as const
