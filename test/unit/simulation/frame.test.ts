import fc from 'fast-check'
import { expect, it } from 'vitest'
import { packedBytes } from '../../../src-node/simulation/network/frame'
import { packBody } from '../../../src-shared/wire/frame-codec'

/** What messages are made of; texts in ASCII. */
const plain = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false),
    fc.double({ noNaN: true }),
    fc.integer(),
    fc.integer({ min: -200, max: 70_000 }),
    fc.string({ maxLength: 40 }),
    fc.integer({ min: 0, max: 70_000 }).map((length) => 'x'.repeat(length)),
    fc.uint8Array({ maxLength: 300 }),
    fc.array(tie('value'), { maxLength: 20 }),
    fc.dictionary(fc.string({ minLength: 1, maxLength: 12 }), tie('value'), { maxKeys: 6, noNullPrototype: true })
  )
})).value

it('measures a body as it would be packed', () => {
  fc.assert(
    fc.property(plain, (value) => {
      expect(packedBytes(value)).toBe(packBody(value).length)
    }),
    { numRuns: 300 }
  )
})
