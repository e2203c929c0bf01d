import { onUnmounted } from 'vue'
import { useDrawInterval } from './useDrawInterval'

/**
 * Draw queue: runs one callback per animation frame, each once per interval, so that many charts never exceed one chart's time
 * per frame.
 */
export function useDrawQueue(interval_ms: number) {
  const draw_callbacks = new Set<() => void>()
  let waiting: (() => void)[] = []
  let frame = 0
  useDrawInterval(interval_ms, begin)

  function begin(): void {
    if (waiting.length > 0) return
    waiting = [...draw_callbacks]
    frame = requestAnimationFrame(step)
  }
  function step(): void {
    waiting.shift()?.()
    if (waiting.length > 0) frame = requestAnimationFrame(step)
  }
  onUnmounted(() => cancelAnimationFrame(frame))

  /** Joins the rounds; the answer leaves them. */
  function join(draw: () => void): () => void {
    draw_callbacks.add(draw)
    return () => {
      draw_callbacks.delete(draw)
      waiting = waiting.filter((other) => other !== draw)
    }
  }

  return { join }
}
export type DrawQueue = ReturnType<typeof useDrawQueue>
