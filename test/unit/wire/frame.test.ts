import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { FRAME_BYTES_MAX, FRAME_KINDS } from '../../../src-shared/wire/frame'
import type { FrameHeader } from '../../../src-shared/wire/frame'
import { FrameError, frameIsIntact, packBody, readFrameBody, readFrameHeader } from '../../../src-shared/wire/frame-codec'
import { FrameReader } from '../../../src-shared/wire/frame-reader'
import { encodeFrame, FrameWriter } from '../../../src-shared/wire/frame-writer'
import { writeU32 } from '../../../src-shared/wire/bytes'
import { crc32c } from '../../../src-shared/wire/crc32c'

const HEADER: FrameHeader = {
  kind: FRAME_KINDS.message,
  traced: true,
  type_code: 7,
  n: 42,
  boot: 3,
  lamport: 9,
  vector: [1, 2, 3]
}

/** Frames that the reader finds when the bytes come in pieces cut at the given places. */
function readInPieces(bytes: Uint8Array, cuts: readonly number[]): { header: FrameHeader; body: unknown }[] {
  const reader = new FrameReader()
  const frames: { header: FrameHeader; body: unknown }[] = []
  const edges = [0, ...[...cuts].sort((a, b) => a - b), bytes.length]
  for (let i = 1; i < edges.length; i++) {
    reader.push(bytes.slice(edges[i - 1], edges[i]), (frame, start, end) => {
      expect(frameIsIntact(frame, start, end)).toBe(true)
      frames.push({ header: readFrameHeader(frame, start, end), body: readFrameBody(frame, start, end) })
    })
  }
  expect(reader.pendingBytes).toBe(0)
  return frames
}

describe('crc32c', () => {
  it('agrees with the published vectors (RFC 3720 B.4)', () => {
    expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283)
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa)
    expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43)
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e)
  })

  it('continues from an earlier result', () => {
    const bytes = Uint8Array.from({ length: 100 }, (_, i) => i * 7)
    expect(crc32c(bytes, 33, 100, crc32c(bytes, 0, 33))).toBe(crc32c(bytes))
  })
})

describe('frames', () => {
  it('carry header and body through any cutting of the stream', () => {
    const body = fc.oneof(fc.string(), fc.integer(), fc.array(fc.string()), fc.dictionary(fc.string(), fc.integer()))
    fc.assert(
      fc.property(fc.array(body, { minLength: 1, maxLength: 20 }), fc.array(fc.nat(), { maxLength: 30 }), (bodies, places) => {
        const writer = new FrameWriter()
        bodies.forEach((each, i) => writer.append({ ...HEADER, n: i + 1 }, packBody(each)))
        const bytes = writer.take()
        const frames = readInPieces(
          bytes,
          places.map((place) => place % bytes.length)
        )
        expect(frames.map((frame) => frame.body)).toEqual(bodies.map((each) => JSON.parse(JSON.stringify(each))))
        expect(frames.map((frame) => frame.header)).toEqual(bodies.map((_, i) => ({ ...HEADER, n: i + 1 })))
      }),
      { seed: 20, numRuns: 200 }
    )
  })

  it('arrive whole one byte at a time', () => {
    const bytes = encodeFrame(HEADER, { key: 'value' })
    expect(readInPieces(bytes, Array.from(bytes.keys()).slice(1))).toEqual([{ header: HEADER, body: { key: 'value' } }])
  })

  it('larger than a slab keep what was appended before them', () => {
    const writer = new FrameWriter()
    const large = 'x'.repeat(300_000)
    writer.append(HEADER, packBody('small'))
    writer.append(HEADER, packBody(large))
    expect(readInPieces(writer.take(), [100, 70_000]).map((frame) => frame.body)).toEqual(['small', large])
  })

  it('taken earlier are not overwritten by later ones', () => {
    const writer = new FrameWriter()
    writer.append(HEADER, packBody('first'))
    const first = writer.take()
    writer.append(HEADER, packBody('again'))
    writer.take()
    expect(readInPieces(first, []).map((frame) => frame.body)).toEqual(['first'])
  })

  it('are found damaged after any single bit flip behind the checksum', () => {
    const bytes = encodeFrame(HEADER, { key: 'value' })
    for (let bit = 8 * 8; bit < bytes.length * 8; bit++) {
      const damaged = bytes.slice()
      damaged[bit >> 3]! ^= 1 << (bit & 7)
      expect(frameIsIntact(damaged, 0, damaged.length)).toBe(false)
    }
  })
})

describe('a hostile stream', () => {
  const push = (bytes: Uint8Array) => () => new FrameReader().push(bytes, () => {})
  const withLength = (length: number) => {
    const bytes = new Uint8Array(64)
    writeU32(bytes, 0, length)
    return bytes
  }

  it('is refused for a length beyond the limit, whole or in pieces', () => {
    expect(push(withLength(FRAME_BYTES_MAX - 3))).toThrow(FrameError)
    expect(push(withLength(0xffffffff))).toThrow(/exceeds the limit/)
    const reader = new FrameReader()
    const bytes = withLength(0xffffffff)
    reader.push(bytes.subarray(0, 3), () => {})
    expect(() => reader.push(bytes.subarray(3), () => {})).toThrow(/exceeds the limit/)
  })

  it('is refused for a length below the header', () => {
    expect(push(withLength(0))).toThrow(/shorter than its header/)
    expect(push(withLength(19))).toThrow(/shorter than its header/)
    expect(push(withLength(20).subarray(0, 24))).not.toThrow()
  })

  it('gets a typed error for a vector clock beyond the frame, an unknown kind, or a body that is not msgpack', () => {
    const bytes = encodeFrame({ ...HEADER, vector: [] }, 'body')
    const damage = (at: number, value: number) => {
      const damaged = bytes.slice()
      damaged[at] = value
      return damaged
    }
    expect(() => readFrameHeader(damage(11, 200), 0, bytes.length)).toThrow(/vector clock/)
    expect(() => readFrameHeader(damage(8, 9), 0, bytes.length)).toThrow(/unknown frame kind/)
    expect(() => readFrameBody(damage(24, 0xc1), 0, bytes.length)).toThrow(FrameError)
  })
})
