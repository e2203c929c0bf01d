import { describe, expect, it } from 'vitest'
import { movingArea } from '../../../src-renderer/lab/canvas/movingArea'

const SIZE = { width: 1003.5, height: 496 }

describe('the area of a moving picture', () => {
  it('covers all points and their margin', () => {
    expect(movingArea([{ x: 400, y: 200 }], 20, SIZE)).toEqual({ left: 320, top: 128, right: 448, bottom: 256 })
  })

  it('ends where the canvas ends', () => {
    const corners = [
      { x: 5, y: 5 },
      { x: 1000, y: 490 }
    ]
    expect(movingArea(corners, 20, SIZE)).toEqual({ left: 0, top: 0, right: 1004, bottom: 496 })
  })

  it('is the same for a point that moves a little', () => {
    expect(movingArea([{ x: 403, y: 202 }], 20, SIZE)).toEqual(movingArea([{ x: 400, y: 200 }], 20, SIZE))
  })

  it('is nothing without points', () => {
    expect(movingArea([], 20, SIZE)).toEqual({ left: 0, top: 0, right: 0, bottom: 0 })
  })
})
