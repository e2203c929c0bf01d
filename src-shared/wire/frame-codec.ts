import { Packr, Unpackr } from 'msgpackr'
import { readU32 } from './bytes'
import { crc32c } from './crc32c'
import { FLAG_TRACED, FRAME_CHECKED_FROM, FRAME_HEADER_BYTES, FRAME_KINDS } from './frame'
import type { FrameHeader, FrameKind } from './frame'

/** What is wrong with a frame. */
export type FrameErrorCode = 'too-long' | 'too-short' | 'bad-header' | 'bad-body'

/** Bytes that are not a frame. */
export class FrameError extends Error {
  override readonly name = 'FrameError'
  constructor(
    readonly code: FrameErrorCode,
    message: string
  ) {
    super(message)
  }
}

// Plain msgpack maps rather than msgpackr's records: any reader can decode them, and none generates code from names in them.
const packr = new Packr({ useRecords: false })
const unpackr = new Unpackr({ useRecords: false })

/** The msgpack bytes of a body. Pack once, then append to as many frames as need it. */
export function packBody(body: unknown): Uint8Array {
  return packr.pack(body)
}

/** Whether the frame `bytes[start, end)` arrived as it was sent. */
export function frameIsIntact(bytes: Uint8Array, start: number, end: number): boolean {
  return readU32(bytes, start + 4) === crc32c(bytes, start + FRAME_CHECKED_FROM, end)
}

/** The frame's kind, without decoding the rest. */
export function frameKind(bytes: Uint8Array, start: number): number {
  return bytes[start + 8]!
}

/** Whether the sender chose this frame to be traced. */
export function frameIsTraced(bytes: Uint8Array, start: number): boolean {
  return (bytes[start + 9]! & FLAG_TRACED) !== 0
}

/** What names the frame among those of its link: the sender's boot and its number. */
export function frameNumber(bytes: Uint8Array, start: number): { boot: number; n: number } {
  return { boot: readU32(bytes, start + 16), n: readU32(bytes, start + 12) }
}

/** Decodes the header of a complete frame. Throws {@link FrameError} `bad-header`. */
export function readFrameHeader(bytes: Uint8Array, start: number, end: number): FrameHeader {
  const kind = frameKind(bytes, start)
  if (kind > FRAME_KINDS.reply) throw new FrameError('bad-header', `unknown frame kind ${kind}`)
  if (bodyStart(bytes, start) > end) throw new FrameError('bad-header', `the vector clock does not fit in the frame`)
  const vector: number[] = []
  for (let at = start + FRAME_HEADER_BYTES; at < bodyStart(bytes, start); at += 4) vector.push(readU32(bytes, at))
  return {
    kind: kind as FrameKind,
    traced: frameIsTraced(bytes, start),
    type_code: bytes[start + 10]!,
    ...frameNumber(bytes, start),
    lamport: readU32(bytes, start + 20),
    vector
  }
}

/** The header of a damaged frame; null where the damage shows in it. Believe it only as far as it agrees with what is known. */
export function plausibleHeader(bytes: Uint8Array, start: number, end: number): FrameHeader | null {
  try {
    return readFrameHeader(bytes, start, end)
  } catch {
    return null
  }
}

/** Decodes the body of a complete frame; byte arrays in it are views into `bytes`. Throws {@link FrameError} `bad-body`. */
export function readFrameBody(bytes: Uint8Array, start: number, end: number): unknown {
  return unpackBody(bytes, bodyStart(bytes, start), end)
}

/** Decodes the packed body `bytes[start, end)`. Throws {@link FrameError} `bad-body`. */
export function unpackBody(bytes: Uint8Array, start: number, end: number): unknown {
  try {
    return unpackr.unpack(bytes, { start, end })
  } catch (error) {
    throw new FrameError('bad-body', `the body is not msgpack: ${(error as Error).message}`)
  }
}

/** Offset of the first body byte: the vector clock's slots precede it. */
export function bodyStart(bytes: Uint8Array, start: number): number {
  return start + FRAME_HEADER_BYTES + 4 * bytes[start + 11]!
}
