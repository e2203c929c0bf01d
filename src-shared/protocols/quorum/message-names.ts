/** The position of a name is its code on the wire. */
export const MESSAGE_NAMES = [
  'store',
  'stored',
  'read',
  'found',
  'repair',
  'repaired',
  'hand-off',
  'handed-off',
  'tree',
  'rows',
  'hint',
  'hinted',
  'bury',
  'buried',
  'fetch',
  'fetched',
  'moves'
] as const
