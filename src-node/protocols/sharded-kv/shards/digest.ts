import { crc32c } from '../../../../src-shared/wire/crc32c'
import type { Shard } from './state'

const encoder = new TextEncoder()

/** Of the rows, in whatever order they are kept: that of a whole is the exclusive or of those of its parts. */
export function digestOf({ data }: Pick<Shard, 'data'>): number {
  let digest = 0
  for (const [key, value] of data) digest ^= crc32c(encoder.encode(`${key.length}:${key}${value}`))
  return digest >>> 0
}
