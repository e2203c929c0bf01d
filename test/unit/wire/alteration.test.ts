import fc from 'fast-check'
import { expect, it } from 'vitest'
import { alteredBody, alteredFrame } from '../../../src-shared/wire/alteration'
import { FRAME_KINDS } from '../../../src-shared/wire/frame'
import { bodyStart, frameIsIntact, readFrameBody } from '../../../src-shared/wire/frame-codec'
import { encodeFrame } from '../../../src-shared/wire/frame-writer'

const HEADER = { kind: FRAME_KINDS.message, traced: true, type_code: 7, n: 42, boot: 3, lamport: 9, vector: [1, 2] }
const body = fc.record({ type: fc.constant('prepare'), n: fc.nat(), digest: fc.string(), nodes: fc.array(fc.string()) })
const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

it('one bit of the body differs, the header does not, and the checksum is right', () => {
  fc.assert(
    fc.property(body, place, (said, at) => {
      const frame = encodeFrame(HEADER, said)
      const altered = alteredFrame(frame, at)
      expect(frameIsIntact(altered, 0, altered.length)).toBe(true)
      expect(altered.slice(8, bodyStart(frame, 0))).toEqual(frame.slice(8, bodyStart(frame, 0)))
      const bits = [...altered.slice(bodyStart(frame, 0))].map((byte, i) => (byte ^ frame[bodyStart(frame, 0) + i]!).toString(2))
      expect(bits.join('').replaceAll('0', '')).toBe('1')
    })
  )
})

it('reads as it does where bodies travel as they are', () => {
  fc.assert(
    fc.property(body, place, (said, at) => {
      expect(alteredBody(said, at)).toEqual(readOrNothing(alteredFrame(encodeFrame(HEADER, said), at)))
    })
  )
})

function readOrNothing(frame: Uint8Array): unknown {
  try {
    return readFrameBody(frame, 0, frame.length)
  } catch {
    return undefined
  }
}
