/** The position of a name is its code on the wire. */
export const MESSAGE_NAMES = [
  'groups',
  'report',
  'orders',
  'operate',
  'offer-shard',
  'shard-part',
  'activate-shard',
  'shard-position'
] as const
