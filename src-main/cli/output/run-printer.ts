import type { LabEvent } from '../../../src-shared/events'
import type { LabState } from '../../../src-shared/lab-api'
import type { RunResult } from '../../../src-shared/result'

/** Tells whoever started a run how it goes and how it ended. */
export interface RunPrinter {
  onPhase(state: LabState): void
  onEvents(events: readonly LabEvent[]): void
  /** `unwritten`: why what was asked for of the run could not be written; null when nothing is missing. */
  onResult(result: RunResult, unwritten: string | null): void
  /** A final note, for example where a file was written. */
  printNote(text: string): void
  /** Nothing more will be told. */
  close(): void
}

/** Events worth a line: what happens to the cluster, not what it does all the time. */
const PRINTED_KINDS: ReadonlySet<LabEvent['kind']> = new Set<LabEvent['kind']>([
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

/** Whether the event is printed; the same for every output format. */
export function isPrinted(event: LabEvent): boolean {
  return PRINTED_KINDS.has(event.kind)
}

/** One JSON object a line and nothing else: `phase`, the run's `event`s worth telling, and at last the `result`. */
export class JsonRunPrinter implements RunPrinter {
  onPhase({ phase, error }: LabState): void {
    this.print({ type: 'phase', phase, ...(error !== null && { error }) })
  }

  onEvents(events: readonly LabEvent[]): void {
    for (const event of events) if (isPrinted(event)) this.print({ type: 'event', ...event })
  }

  onResult(result: RunResult, unwritten: string | null): void {
    this.print({ type: 'result', ...result, ...(unwritten !== null && { unwritten }) })
  }

  printNote(text: string): void {
    this.print({ type: 'note', text })
  }

  close(): void {}

  private print(object: object): void {
    process.stdout.write(`${JSON.stringify(object)}\n`)
  }
}
