import { onUnmounted, watch } from 'vue'
import { useRun } from '../stores/run'

/** Draws in turn: one drawer a frame, everybody once per round, and at once when another moment is on show. A page full of charts then never takes a frame longer than one chart. */
export function useRounds(round_ms: number) {
  const drawers = new Set<() => void>()
  let waiting: (() => void)[] = []
  let frame = 0
  const timer = setInterval(begin, round_ms)

  const run = useRun()
  watch(() => run.travels, begin)

  function begin(): void {
    if (waiting.length > 0) return
    waiting = [...drawers]
    frame = requestAnimationFrame(step)
  }
  function step(): void {
    waiting.shift()?.()
    if (waiting.length > 0) frame = requestAnimationFrame(step)
  }
  onUnmounted(() => {
    clearInterval(timer)
    cancelAnimationFrame(frame)
  })

  /** Joins the rounds; the answer leaves them. */
  function join(draw: () => void): () => void {
    drawers.add(draw)
    return () => {
      drawers.delete(draw)
      waiting = waiting.filter((other) => other !== draw)
    }
  }

  return { join }
}
export type Rounds = ReturnType<typeof useRounds>
