import { describe, expect, test } from 'vitest'
import { arrowStep } from '../../../src-renderer/lab/canvas/arrowStep'
import { placesSettingSchema, withPlaces } from '../../../src-renderer/lab/canvas/placesSetting'

const HALF = { x: 0.5, y: 0.5 }

describe('places of nodes put by hand', () => {
  test('are kept for each scenario, and forgotten where there are none', () => {
    const kept = withPlaces(withPlaces({}, 'a', { n1: HALF }), 'b', { n2: HALF })
    expect(kept).toEqual({ a: { n1: HALF }, b: { n2: HALF } })
    expect(withPlaces(kept, 'a', {})).toEqual({ b: { n2: HALF } })
  })
  test('of scenarios that were not touched for long give way', () => {
    let setting = {}
    for (let i = 0; i < 60; i++) setting = withPlaces(setting, `s${i}`, { n1: HALF })
    const names = Object.keys(setting)
    expect([names.length, names[0], names.at(-1)]).toEqual([50, 's10', 's59'])
  })
  test.each([{ a: { n1: { x: 2, y: 0 } } }, { a: { n1: { x: 0.1 } } }, { a: 1 }, [], 'x'])('are not read from %j', (text) => {
    expect(placesSettingSchema.safeParse(text).success).toBe(false)
  })
})

test('an arrow key moves a little, with Shift far; other keys move nothing', () => {
  expect(arrowStep({ key: 'ArrowLeft', shiftKey: false })).toEqual({ x: -8, y: 0 })
  expect(arrowStep({ key: 'ArrowDown', shiftKey: true })).toEqual({ x: 0, y: 40 })
  expect(arrowStep({ key: 'a', shiftKey: false })).toBeNull()
})
