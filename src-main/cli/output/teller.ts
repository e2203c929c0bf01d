import type { LabEvent } from '../../../src-shared/events'
import type { LabState } from '../../../src-shared/lab-api'
import type { RunResult } from '../../../src-shared/result'

/** Tells whoever started a run how it goes and how it ended. */
export interface Teller {
  onPhase(state: LabState): void
  onEvents(events: readonly LabEvent[]): void
  /** `unwritten`: why what was asked for of the run could not be written; null when nothing is missing. */
  onResult(result: RunResult, unwritten: string | null): void
  /** Where something was written, and other closing words. */
  say(text: string): void
  /** Nothing more will be told. */
  close(): void
}

/** Events worth a line: what happens to the cluster, not what it does all the time. */
const TOLD: ReadonlySet<LabEvent['kind']> = new Set<LabEvent['kind']>([
  'run-started',
  'run-ended',
  'notice',
  'gap',
  'sampling',
  'node-exited',
  'node-ready',
  'node-paused',
  'node-resumed',
  'node-clock',
  'node-disk',
  'node-switches',
  'role',
  'intervention',
  'fault-started',
  'fault-ended',
  'violation',
  'writes-lost',
  'assertion'
])

/** Whether the event is told, by every teller alike. */
export function isTold(event: LabEvent): boolean {
  return TOLD.has(event.kind)
}

/** One JSON object a line and nothing else: `phase`, the run's `event`s worth telling, and at last the `result`. */
export class JsonTeller implements Teller {
  onPhase({ phase, error }: LabState): void {
    this.print({ type: 'phase', phase, ...(error !== null && { error }) })
  }

  onEvents(events: readonly LabEvent[]): void {
    for (const event of events) if (isTold(event)) this.print({ type: 'event', ...event })
  }

  onResult(result: RunResult, unwritten: string | null): void {
    this.print({ type: 'result', ...result, ...(unwritten !== null && { unwritten }) })
  }

  say(text: string): void {
    this.print({ type: 'note', text })
  }

  close(): void {}

  private print(object: object): void {
    process.stdout.write(`${JSON.stringify(object)}\n`)
  }
}
