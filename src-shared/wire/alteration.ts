/** What a link that lies does to a frame: one bit of the body flips, and the checksum is right again. */
import { writeU32 } from './bytes'
import { crc32c } from './crc32c'
import { FRAME_CHECKED_FROM } from './frame'
import { bodyStart, packBody, unpackBody } from './frame-codec'

/** A copy of the frame. `at`: which bit of the body, as a share of them, 0 to 1. */
export function alteredFrame(frame: Uint8Array, at: number): Uint8Array {
  const copy = new Uint8Array(frame)
  flipBit(copy.subarray(bodyStart(copy, 0)), at)
  writeU32(copy, FRAME_CHECKED_FROM - 4, crc32c(copy, FRAME_CHECKED_FROM, copy.length))
  return copy
}

/** What the receiver of an altered frame reads where bodies travel as they are; undefined: nothing that can be read. */
export function alteredBody(body: unknown, at: number): unknown {
  const bytes = new Uint8Array(packBody(body))
  flipBit(bytes, at)
  try {
    return unpackBody(bytes, 0, bytes.length)
  } catch {
    return undefined
  }
}

function flipBit(bytes: Uint8Array, at: number): void {
  const bit = Math.floor(at * bytes.length * 8)
  bytes[bit >> 3]! ^= 1 << (bit & 7)
}
