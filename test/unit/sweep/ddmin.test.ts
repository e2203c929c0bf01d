import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ddmin } from '../../../src-main/sweep/shrink/ddmin'

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i)

describe('ddmin', () => {
  it('finds exactly the items that are needed together', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.array(fc.nat(), { maxLength: 5 }), (count, places) => {
        const needed = [...new Set(places.map((place) => place % count))].sort((a, b) => a - b)
        const found = ddmin(numbers(count), (sublist) => needed.every((one) => sublist.includes(one)))
        expect(found).toEqual(needed)
      })
    )
  })

  it('leaves nothing that could be left out alone', () => {
    const fails = (sublist: readonly number[]) => sublist.filter((one) => one % 3 === 0).length >= 2
    const found = ddmin(numbers(20), fails)
    expect(fails(found)).toBe(true)
    for (const one of found) expect(fails(found.filter((other) => other !== one))).toBe(false)
  })

  it('keeps the order', () => {
    expect(ddmin([5, 3, 8, 1], (sublist) => sublist.includes(8) && sublist.includes(3))).toEqual([3, 8])
  })

  it('answers the whole list when nothing is said to fail', () => {
    expect(ddmin(numbers(9), () => false)).toEqual(numbers(9))
  })

  it('asks about far fewer sublists than there are', () => {
    let asked = 0
    ddmin(numbers(64), (sublist) => {
      asked++
      return sublist.includes(10) && sublist.includes(50)
    })
    expect(asked).toBeLessThan(120)
  })
})
