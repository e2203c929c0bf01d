import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addChanges, mergeThreeWay, uniteWords } from '../../../src-node/crdt/three-way-merge'

const written = fc.option(fc.constantFrom('', 'a', 'b', 'a b'))
const never = () => {
  throw new Error('asked though only one side had changed')
}

describe('three-way merge', () => {
  it('takes what only one side changed without asking', () => {
    fc.assert(
      fc.property(written, written, (ancestor, changed) => {
        expect(mergeThreeWay(ancestor, changed, ancestor, never)).toBe(changed)
        expect(mergeThreeWay(ancestor, ancestor, changed, never)).toBe(changed)
      })
    )
  })

  it('comes to the same on both sides, even by a function that prefers one', () => {
    fc.assert(
      fc.property(written, written, written, (ancestor, a, b) => {
        const first = (_ancestor: string | null, one: string | null) => one
        expect(mergeThreeWay(ancestor, a, b, first)).toBe(mergeThreeWay(ancestor, b, a, first))
      })
    )
  })

  it('loses none of the increments that several leaders made at once, in whatever order they merge', () => {
    const changes = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(fc.integer({ min: -9, max: 9 }), changes, (start, changes) => {
        const leaders = changes.map((by) => String(start + by))
        const mergeAll = (values: readonly string[]) =>
          values.reduce((a, b) => mergeThreeWay(String(start), a, b, addChanges) as string)
        const total = String(changes.reduce((sum, by) => sum + by, start))
        expect(mergeAll(leaders)).toBe(total)
        expect(mergeAll([...leaders].reverse())).toBe(total)
      })
    )
    expect(mergeThreeWay(null, '1', '1', addChanges)).toBe('2')
  })

  it('unites sets of words: kept by both, or added by either', () => {
    expect(mergeThreeWay('milk tea', 'milk rye', 'milk tea fig', uniteWords)).toBe('fig milk rye')
    expect(mergeThreeWay('milk', null, 'milk fig', uniteWords)).toBe('fig')
    expect(mergeThreeWay(null, 'b', 'a', uniteWords)).toBe('a b')
  })
})
