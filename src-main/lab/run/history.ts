import { isMessageEvent } from '../../../src-shared/events'
import type { LabEvent } from '../../../src-shared/events'
import { Commit } from '../../../src-shared/protocols/replicated-log/facts'
import { volumeOf } from '../../../src-shared/protocols/volume'

/** Events kept for the result and for exports. About 200 bytes each. */
const EVENTS_MAX = 800_000

/** Whether only the recording, the page and the live invariants have a use for the event. */
export function isDetail(event: LabEvent): boolean {
  // Of the frequent facts metrics and charts read commits alone.
  if (event.kind === 'fact') return volumeOf(event) !== 'event' && !Commit.is(event)
  return volumeOf(event) === 'mark'
}

/** What a run keeps of its stream for the time after it: all but messages and details, bounded. */
export class RunHistory {
  private kept: LabEvent[] = []
  /** How many events an endless run has let go of, the oldest first. */
  forgotten = 0

  add(events: readonly LabEvent[]): void {
    for (const event of events) {
      // The run's first event says who takes part: it stays.
      if (isMessageEvent(event) || isDetail(event) || event.kind === 'node-log') continue
      this.kept.push(event)
    }
    if (this.kept.length > EVENTS_MAX) this.forget()
  }

  /** Ordered by when things happened, late ones in their place. */
  events(): readonly LabEvent[] {
    return [...this.kept].sort((a, b) => a.t - b.t || a.seq - b.seq)
  }

  private forget(): void {
    const [first, ...rest] = this.kept
    const keep = Math.floor(EVENTS_MAX * 0.75)
    this.forgotten += rest.length - keep
    this.kept = [first!, ...rest.slice(-keep)]
  }
}
