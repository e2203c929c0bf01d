import { EXIT_CODES } from './input/usage'

/** Ctrl-C and SIGTERM end in order; a second one ends at once, and the reaper sees to what is left. Returns what undoes that. */
export function stopOnSignals(stop: () => void): () => void {
  let asked = false
  const onSignal = (): void => {
    if (asked) process.exit(EXIT_CODES.interrupted)
    asked = true
    stop()
  }
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const name of names) process.on(name, onSignal)
  return () => names.forEach((name) => process.off(name, onSignal))
}
