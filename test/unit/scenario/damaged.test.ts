import { describe, expect, it } from 'vitest'
import { parseText } from '../../../src-main/lab/scenario-files/listing'
import { shippedScenarios } from '../../../src-main/lab/scenario-files/scenarios'
import { createRandom } from '../../../src-shared/random'

const SEED = 1
/** For each file; with all files that is a thousand. */
const MUTATIONS = 4
const PIECES = [
  '',
  ' ',
  '\n',
  '\t',
  ':',
  '- ',
  '{',
  '}',
  '[',
  ']',
  "'",
  '"',
  '&a ',
  '*a',
  '-1',
  '1e999',
  '.nan',
  'null',
  '~',
  '\0',
  '💥',
  'constructor',
  '__proto__'
]

describe(`a damaged scenario file (seed ${SEED})`, () => {
  it.each(shippedScenarios().map(({ id, text }) => [id, text] as const))(
    '%s never breaks the parser, and each mistake has a place',
    (id, text) => {
      const random = createRandom(SEED, id)
      const below = (bound: number) => Math.floor(random() * bound)
      for (let i = 0; i < MUTATIONS; i++) {
        const at = below(text.length)
        const damaged = text.slice(0, at) + PIECES[below(PIECES.length)] + text.slice(at + below(20))
        const parse = parseText(damaged, 'x.yaml')
        if (parse.ok) continue
        expect(parse.errors.length).toBeGreaterThan(0)
        const lines = damaged.split('\n').length
        for (const { line, column, text: what } of parse.errors) {
          expect(line).toBeGreaterThanOrEqual(1)
          expect(line).toBeLessThanOrEqual(lines + 1)
          expect(column).toBeGreaterThanOrEqual(1)
          expect(what).not.toMatch(/undefined|\[object|NaN is/)
        }
      }
    }
  )
})
