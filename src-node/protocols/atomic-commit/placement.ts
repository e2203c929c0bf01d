/** Which participant keeps which key. */
import type { NodeId } from '../../../src-shared/ids'
import { crc32c } from '../../../src-shared/wire/crc32c'

const encoder = new TextEncoder()

export function keeperOf(key: string, participants: readonly NodeId[]): NodeId {
  return participants[crc32c(encoder.encode(key)) % participants.length]!
}
