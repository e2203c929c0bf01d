/** What moves needs no more than this; software rendering is glad of it. */
const INTERVAL_MS = 30

const painters = new Set<(now_ms: number) => void>()
let frame = 0
let painted_ms = 0

function tick(now_ms: number): void {
  frame = requestAnimationFrame(tick)
  if (now_ms - painted_ms < INTERVAL_MS) return
  painted_ms = now_ms
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
