import { shallowRef } from 'vue'
import type { Point } from '../lab/canvas/geometry'

interface Frame {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A shorter way is a click on nothing. */
const DRAG_PX_MIN = 4

/** A frame that the pointer draws from a place where nothing is; `onFrame` is told what it holds, of a click on nothing that it holds nothing. */
export function useFrameSelection(onFrame: (within: (point: Point) => boolean) => void) {
  const frame = shallowRef<Frame | null>(null)
  let start: Point | null = null

  function press(event: PointerEvent): void {
    if (event.button !== 0 || event.target !== event.currentTarget) return
    start = { x: event.offsetX, y: event.offsetY }
    ;(event.currentTarget as Element).setPointerCapture(event.pointerId)
  }

  function move(event: PointerEvent): void {
    if (!start) return
    const { left, top } = (event.currentTarget as Element).getBoundingClientRect()
    const [x, y] = [event.clientX - left, event.clientY - top]
    const drawn = {
      x: Math.min(x, start.x),
      y: Math.min(y, start.y),
      width: Math.abs(x - start.x),
      height: Math.abs(y - start.y)
    }
    if (frame.value || Math.max(drawn.width, drawn.height) >= DRAG_PX_MIN) frame.value = drawn
  }

  function release(): void {
    if (!start) return
    const { x, y, width, height } = frame.value ?? { x: 0, y: 0, width: -1, height: -1 }
    start = null
    frame.value = null
    onFrame((point) => point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height)
  }

  return { frame, press, move, release }
}
