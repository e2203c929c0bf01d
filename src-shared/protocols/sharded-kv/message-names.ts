/** The position of a name is its code on the wire. */
export const MESSAGE_NAMES = [
  'groups',
  'report',
  'orders',
  'prepare-import',
  'copy',
  'delta',
  'activate',
  'drop-import',
  'import-reply'
] as const
