import { crc32c } from '../../../../src-shared/wire/crc32c'
import type { GroupId } from './state'

const encoder = new TextEncoder()
const scratch = new Uint8Array(1024)
const UTF8_BYTES_MAX_PER_UNIT = 3

/** Names of so many groups: `g1`, `g2` and so on. */
export function groupNames(count: number): GroupId[] {
  return Array.from({ length: count }, (_, at) => `g${at + 1}`)
}

/** The group that keeps a key: chosen by the key's hash. */
export function groupOfKey(groups: readonly GroupId[], key: string): GroupId {
  return groups[hashOf(key) % groups.length]!
}

/** Without a buffer of its own for each key: every request is placed. */
function hashOf(key: string): number {
  if (key.length * UTF8_BYTES_MAX_PER_UNIT > scratch.length) return crc32c(encoder.encode(key))
  return crc32c(scratch, 0, encoder.encodeInto(key, scratch).written)
}
