import { isMessageEvent, KERNEL_KINDS } from '../../../src-shared/events'
import type { LabEvent } from '../../../src-shared/events'
import { factNamed } from '../../../src-shared/protocols/registry'

/** Events kept for the result and for exports. About 200 bytes each. */
const EVENTS_MAX = 800_000

const MARK_KINDS: ReadonlySet<string> = new Set(
  Object.entries(KERNEL_KINDS).flatMap(([kind, { volume }]) => (volume === 'mark' ? kind : []))
)

/** Whether only the recording, the page and the live invariants have a use for the event. */
export function isDetail(event: LabEvent): boolean {
  const { kind } = event
  if (kind === 'fact') return !(factNamed(event.fact)?.is_kept ?? false)
  return MARK_KINDS.has(kind)
}

/** What a run keeps of its stream for the time after it: all but messages and details, bounded. */
export class RunHistory {
  private kept: LabEvent[] = []
  /** How many events an endless run has let go of, the oldest first. */
  forgotten = 0

  add(events: readonly LabEvent[]): void {
    for (const event of events) if (!isDetail(event)) this.keep(event)
  }

  /** The event is no detail, as the caller knows. */
  keep(event: LabEvent): void {
    if (isMessageEvent(event) || event.kind === 'node-log') return
    this.kept.push(event)
    if (this.kept.length > EVENTS_MAX) this.forget()
  }

  /** Ordered by when things happened, late ones in their place. */
  events(): readonly LabEvent[] {
    return [...this.kept].sort((a, b) => a.t - b.t || a.seq - b.seq)
  }

  /** The run's first event says who takes part: it stays. */
  private forget(): void {
    const [first, ...rest] = this.kept
    const keep = Math.floor(EVENTS_MAX * 0.75)
    this.forgotten += rest.length - keep
    this.kept = [first!, ...rest.slice(-keep)]
  }
}
