import { onUnmounted } from 'vue'
import { useDrawInterval } from './useDrawInterval'

/**
 * Draw queue: runs one callback after each animation frame, each once per interval, so that many charts never exceed one chart's time
 * per frame. Each has a task of its own, apart from the frame's folding and updates.
 */
export function useDrawQueue(interval_ms: number) {
  const draw_callbacks = new Set<() => void>()
  let waiting: (() => void)[] = []
  let frame = 0
  let task: ReturnType<typeof setTimeout> | undefined
  useDrawInterval(interval_ms, () => begin(draw_callbacks))

  function begin(draws: Iterable<() => void>): void {
    const idle = waiting.length === 0
    waiting = [...new Set([...waiting, ...draws])]
    if (idle && waiting.length > 0) scheduleNext()
  }
  function scheduleNext(): void {
    frame = requestAnimationFrame(() => (task = setTimeout(drawNext)))
  }
  function drawNext(): void {
    waiting.shift()?.()
    if (waiting.length > 0) scheduleNext()
  }
  onUnmounted(() => {
    cancelAnimationFrame(frame)
    clearTimeout(task)
  })

  /** Joins the rounds; the answer leaves them. */
  function join(draw: () => void): () => void {
    draw_callbacks.add(draw)
    return () => {
      draw_callbacks.delete(draw)
      waiting = waiting.filter((other) => other !== draw)
    }
  }
  /** Draws out of turn, as soon as those that wait have drawn. */
  function request(draw: () => void): void {
    begin([draw])
  }

  return { join, request }
}
export type DrawQueue = ReturnType<typeof useDrawQueue>
