import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { LabEvent } from '../../src-shared/events'
import { decodeEvents } from '../../src-shared/wire/events'
import { EventQueue } from '../lab/eventQueue'
import { RunFolds } from '../lab/runFolds'
import { useConnection } from './connection'

/** A slice of folding fits between two frames; a hidden page has no frames to keep. */
const FOLD_BUDGET_MS = 8
const HIDDEN_BUDGET_MS = 40
const HIDDEN_PACE_MS = 200
/** The screen's text follows the run at this pace; what a person did shows at once. */
const TICK_MS = 100

/** What the page knows of the run. Folds live outside Vue; `version` ticks when they changed, at most once a frame. */
export const useRun = defineStore('run', () => {
  const version = shallowRef(0)
  const queue = new EventQueue(
    (batch) => decodeEvents<LabEvent>(batch),
    () => performance.now()
  )
  let current = new RunFolds(null)
  let number = 0
  let scheduled = false
  let ticked_ms = 0
  let urgent = false
  let dirty = false

  /** Forgets the old run and expects events of this one. */
  function begin(run: number): void {
    number = run
    queue.clear()
    current = new RunFolds(useConnection().protocol)
    version.value++
  }

  function receive(run: number, batch: Uint8Array | ArrayBuffer): void {
    if (run !== number) return
    queue.push(batch instanceof Uint8Array ? batch : new Uint8Array(batch))
    schedule()
  }

  function schedule(): void {
    if (scheduled) return
    scheduled = true
    if (document.hidden) setTimeout(() => work(HIDDEN_BUDGET_MS), HIDDEN_PACE_MS)
    else requestAnimationFrame(() => work(FOLD_BUDGET_MS))
  }

  function work(budget_ms: number): void {
    scheduled = false
    dirty = queue.drain(observe, budget_ms) > 0 || dirty
    const now_ms = performance.now()
    if (dirty && (urgent || now_ms - ticked_ms >= TICK_MS)) {
      ticked_ms = now_ms
      urgent = dirty = false
      version.value++
    }
    if (dirty || !queue.empty) schedule()
  }

  function observe(event: LabEvent): void {
    current.observe(event)
    urgent ||= event.kind === 'link-changed' || event.kind === 'role' || event.kind === 'node-exited'
  }

  /** The folds; whoever reads them in a computed or a template is updated with the next tick. */
  function view(): RunFolds {
    void version.value
    return current
  }

  /** The folds for whoever draws by frames: no update follows. */
  function folds(): RunFolds {
    return current
  }

  return { version, begin, receive, view, folds }
})
