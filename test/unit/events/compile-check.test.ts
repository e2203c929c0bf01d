import fc from 'fast-check'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { compileCheck } from '../../../src-shared/events/compile-check'

const part = z.object({ index: z.number(), text: z.string().optional(), by: z.string().nullable() })
const schema = z.object({
  parts: z.array(part),
  all: z.boolean(),
  first: part.optional(),
  // What is not checked by hand.
  kind: z.enum(['a', 'b']),
  count: z.number().int().min(0),
  sums: z.record(z.string(), z.number()),
  either: z.union([z.string(), z.number()]),
  some: z.array(z.string()).max(2),
  strict: z.strictObject({ x: z.number() })
})
const good = {
  parts: [{ index: 1, by: null }],
  all: true,
  kind: 'a',
  count: 2,
  sums: { k: 1 },
  either: 'x',
  some: ['x'],
  strict: { x: 1 },
  unknown: 'is let pass'
}

const anything = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(undefined, NaN, -1, 1.5, 'a', [], {}, [null], [{ index: 1, by: 'n1' }], { x: 1, y: 2 }, [
    'a',
    'b',
    'c'
  ])
)

it('says of a value what zod says', () => {
  const fits = compileCheck(schema)
  expect(fits(good)).toBe(true)
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(good)), anything, (field, value) => {
      const candidate = { ...good, [field]: value }
      expect(fits(candidate)).toBe(schema.safeParse(candidate).success)
    }),
    { numRuns: 2000 }
  )
  fc.assert(
    fc.property(anything, (value) => {
      expect(fits(value)).toBe(schema.safeParse(value).success)
    })
  )
})
