import { onUnmounted } from 'vue'
import { useViewPace } from './useViewPace'

/** Draws in turn: one drawer a frame, everybody once per round (see {@link useViewPace}). A page full of charts then never takes a frame longer than one chart. */
export function useRounds(round_ms: number) {
  const drawers = new Set<() => void>()
  let waiting: (() => void)[] = []
  let frame = 0
  useViewPace(round_ms, begin)

  function begin(): void {
    if (waiting.length > 0) return
    waiting = [...drawers]
    frame = requestAnimationFrame(step)
  }
  function step(): void {
    waiting.shift()?.()
    if (waiting.length > 0) frame = requestAnimationFrame(step)
  }
  onUnmounted(() => cancelAnimationFrame(frame))

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
