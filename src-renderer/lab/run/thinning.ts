/** What is left of a run's events once they are old. */
import { isMessageEvent } from '../../../src-shared/events'
import type { LabEvent } from '../../../src-shared/events'

type Kind = LabEvent['kind']

/** What shows single entries and rows of data on their way; a state made of it is let go of with it (`RunFolds.forgetMessages`). */
const TRACES: ReadonlySet<Kind> = new Set<Kind>([
  'log-append',
  'log-truncate',
  'log-durable',
  'vote',
  'versions',
  'hints',
  'contents',
  'updates',
  'write-quorum'
])
const OPERATIONS: ReadonlySet<Kind> = new Set<Kind>(['invoke', 'attempt', 'ok', 'fail', 'info', 'node-log'])
/** Of these only the newest counts: one of each source within so much time is kept. */
const NEWEST: ReadonlySet<Kind> = new Set<Kind>(['commit', 'apply', 'sample', 'links'])
const NEWEST_EVERY_US = 1_000_000

/** Everything that makes a state, but no single messages. */
export function withoutMessages(events: readonly LabEvent[]): LabEvent[] {
  return events.filter((event) => !isMessageEvent(event) && !TRACES.has(event.kind))
}

/** Without single operations as well; of what is sampled one in a second for each source. */
export function withoutOperations(events: readonly LabEvent[]): LabEvent[] {
  const newest = new Map<string, LabEvent>()
  for (const event of events) if (NEWEST.has(event.kind)) newest.set(slotOf(event), event)
  return withoutMessages(events).filter(
    (event) => !OPERATIONS.has(event.kind) && (!NEWEST.has(event.kind) || newest.get(slotOf(event)) === event)
  )
}

function slotOf(event: LabEvent): string {
  const source = 'node' in event ? event.node : ''
  return `${event.kind} ${source} ${Math.floor(event.t / NEWEST_EVERY_US)}`
}
