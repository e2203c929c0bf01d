import type { LabEvent } from '../../src-shared/events'

/** Many times what a short run takes, so that it ends whatever its protocol does. */
export const STEPS_MAX = 5_000_000

/** What makes a run void. */
export function problemsOf(event: LabEvent): string[] {
  if (event.kind === 'notice' && event.level === 'error') return [event.text]
  return event.kind === 'run-ended' && event.reason === 'failed' ? [event.text ?? 'A run failed.'] : []
}
