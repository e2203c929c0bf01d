import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseText } from '../../../src-main/lab/scenario-files/listing'
import { shippedScenarios } from '../../../src-main/lab/scenario-files/scenarios'
import { formatScenarioError } from '../../../src-shared/scenario/parse'

const TEXTS = shippedScenarios().map(({ text }) => text)
/** What breaks YAML, or makes something else of a value. */
const YAML_FRAGMENTS =
  ': | - |{|}|[|]|"|\'|\t|\n|&a|*a|<<: *b|!!binary|>|%|---|-1e999|.nan|null|~|\u0000|🦆|2s2s|0x1p|{{|, ,|? a'.split('|')

/** One damage: what stands from here on, so long, is replaced. */
interface Mutation {
  readonly at: number
  readonly length: number
  readonly by: string
}
const damage: fc.Arbitrary<Mutation> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 0, max: 40 }),
  by: fc.oneof(fc.constantFrom(...YAML_FRAGMENTS), fc.string({ maxLength: 12 }))
})

function mutated(text: string, { at, length, by }: Mutation): string {
  const start = Math.floor(at * text.length)
  return text.slice(0, start) + by + text.slice(start + length)
}

const damagedScenario = fc
  .tuple(fc.constantFrom(...TEXTS), fc.array(damage, { minLength: 1, maxLength: 4 }))
  .map(([text, all]) => all.reduce(mutated, text))
const anything = fc.string({ unit: 'binary', maxLength: 200 })

it('of any text is said what is wrong with it, where, and in one sentence each', () => {
  const texts = fc.oneof({ weight: 5, arbitrary: damagedScenario }, { weight: 1, arbitrary: anything })
  fc.assert(
    fc.property(texts, (text) => {
      const parse = parseText(text, 'x.yaml')
      if (parse.ok) return
      expect(parse.errors.length).toBeGreaterThan(0)
      for (const error of parse.errors) {
        const sentence = formatScenarioError(error)
        expect(sentence).toMatch(/^x\.yaml:[1-9]\d*:[1-9]\d*: \S/)
        expect(sentence).not.toMatch(/\n|\bundefined\b|\[object|Error:|Invalid input/)
      }
    }),
    { numRuns: 60 }
  )
})
