import { MovingPace } from '../frames/movingPace'

const pace = new MovingPace()
const painters = new Set<(now_ms: number) => void>()
let frame = 0

function tick(now_ms: number): void {
  frame = requestAnimationFrame(tick)
  if (!pace.isDue(now_ms)) return
  for (const paint of painters) paint(now_ms)
}

/** Paints at the pace of all that moves, in the same frames, so that those between have nothing to draw. The answer ends it. */
export function paintMoving(paint: (now_ms: number) => void): () => void {
  painters.add(paint)
  frame ||= requestAnimationFrame(tick)
  return () => {
    painters.delete(paint)
    if (painters.size > 0) return
    cancelAnimationFrame(frame)
    frame = 0
  }
}
