import { crc32c } from '../../../../src-shared/wire/crc32c'
import type { GroupId } from './state'

const encoder = new TextEncoder()

/** Names of so many groups: `g1`, `g2` and so on. */
export function groupNames(count: number): GroupId[] {
  return Array.from({ length: count }, (_, at) => `g${at + 1}`)
}

/** The group that keeps a key: chosen by the key's hash. */
export function groupOfKey(groups: readonly GroupId[], key: string): GroupId {
  return groups[crc32c(encoder.encode(key)) % groups.length]!
}
