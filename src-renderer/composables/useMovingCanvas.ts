import { onMounted, onUnmounted } from 'vue'
import type { Ref } from 'vue'
import { paintMoving } from '../lab/browser/movingFrames'
import type { Bounds } from '../lab/canvas/scalarField'

/** What is drawn on a canvas that changes all the time, in the coordinates of the picture that it is a part of. */
interface MovingPicture {
  /** Where something may be drawn. A browser that draws in software composes all of it in each frame. */
  area(): Bounds
  draw(context: CanvasRenderingContext2D, now_ms: number): void
}

/** Draws the picture at the pace of all that moves; Vue has no part in it. */
export function useMovingCanvas(canvas: Ref<HTMLCanvasElement | null>, { area, draw }: MovingPicture): void {
  let shown: Bounds = { left: 0, top: 0, right: 0, bottom: 0 }
  let scale = 0

  function fit(target: HTMLCanvasElement): void {
    const next = area()
    if (scale === devicePixelRatio && isSame(next, shown)) return
    shown = next
    scale = devicePixelRatio
    const [width, height] = [next.right - next.left, next.bottom - next.top]
    target.width = Math.round(width * scale)
    target.height = Math.round(height * scale)
    Object.assign(target.style, { left: `${next.left}px`, top: `${next.top}px`, width: `${width}px`, height: `${height}px` })
  }

  function paint(now_ms: number): void {
    const context = canvas.value?.getContext('2d')
    if (!context) return
    fit(context.canvas)
    context.setTransform(scale, 0, 0, scale, -shown.left * scale, -shown.top * scale)
    context.clearRect(shown.left, shown.top, shown.right - shown.left, shown.bottom - shown.top)
    draw(context, now_ms)
  }

  let stop: () => void
  onMounted(() => (stop = paintMoving(paint)))
  onUnmounted(() => stop())
}

function isSame(a: Bounds, b: Bounds): boolean {
  return a.left === b.left && a.top === b.top && a.right === b.right && a.bottom === b.bottom
}
