import { expect, test } from 'vitest'
import type { Obstacles } from '../../../src-renderer/lab/canvas/labelPlacement'
import { freeWordPlace } from '../../../src-renderer/lab/messages/wordPlacement'

const SIZE = { width: 60, height: 12 }
const NOTHING: Obstacles = { bounds: { left: 0, right: 400, top: 0, bottom: 300 }, discs: [], radius_px: 50, boxes: [] }
const placeAt = (x: number, y: number, obstacles: Partial<Obstacles> = {}) =>
  freeWordPlace({ x, y }, SIZE, 6, { ...NOTHING, ...obstacles })

test('a word stands to the right above its message', () => {
  expect(placeAt(100, 100)).toEqual({ left: 110, right: 170, top: 88, bottom: 100 })
})

test('a word gives way to a node, to other words and to the edge of the canvas', () => {
  const node = { discs: [{ x: 170, y: 80 }] }
  expect(placeAt(100, 100, node), 'the right is taken').toMatchObject({ left: 30, right: 90 })
  const word = { boxes: [{ left: 120, right: 180, top: 80, bottom: 95 }] }
  expect(placeAt(100, 100, word), 'above is taken').toMatchObject({ left: 110, top: 100 })
  expect(placeAt(390, 100)).toMatchObject({ left: 320, right: 380 })
})

test('a word is left out where there is no room for it', () => {
  expect(placeAt(100, 100, { discs: [{ x: 100, y: 100 }] })).toBeNull()
})
