import { nextTick } from 'vue'
import { FrameScheduler } from '../frames/frameScheduler'

/** What work between two frames may take: it leaves the rest of 16 ms to drawing. A hidden page has no frames to keep. */
const BUDGET_MS = 8
const HIDDEN_BUDGET_MS = 40
/** Without a frame for so long the page is hidden, or its machine busy. */
const FRAMELESS_MS = 200

function afterFrame(work: (budget_ms: number) => void): void {
  const frame = requestAnimationFrame(() => {
    clearTimeout(timer)
    setTimeout(() => work(BUDGET_MS))
  })
  const timer = setTimeout(() => {
    cancelAnimationFrame(frame)
    work(document.hidden ? HIDDEN_BUDGET_MS : BUDGET_MS)
  }, FRAMELESS_MS)
}

/** The page's one scheduler: whoever has work that can wait for its turn requests it here. */
export const frames = new FrameScheduler({ now_ms: () => performance.now(), afterFrame, settled: () => nextTick() })
