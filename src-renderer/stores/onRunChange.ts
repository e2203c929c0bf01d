import { watch } from 'vue'
import { useRun } from './run'

/** Calls back when the window turns to another run: what somebody chose in the old one means nothing there. */
export function onRunChange(forget: () => void): void {
  const run = useRun()
  watch(() => run.shown, forget, { flush: 'sync' })
}
