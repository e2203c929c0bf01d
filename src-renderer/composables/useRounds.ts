import { onUnmounted } from 'vue'

/** Draws in turn: one drawer a frame, everybody once per round. A page full of charts then never takes a frame longer than one chart. */
export function useRounds(round_ms: number) {
  const drawers = new Set<() => void>()
  let waiting: (() => void)[] = []
  let round_began_ms = 0
  let frame = requestAnimationFrame(step)

  function step(now_ms: number): void {
    frame = requestAnimationFrame(step)
    if (waiting.length === 0 && now_ms - round_began_ms >= round_ms) {
      round_began_ms = now_ms
      waiting = [...drawers]
    }
    waiting.shift()?.()
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
