/** What is left of a run's events once they are old, and what an overview of a run needs of them. */
import type { LabEvent } from '../events'
import { volumeOf } from './volume'

/** Of gauges only the newest counts: one of each source within so much time is kept. */
const NEWEST_EVERY_US = 1_000_000

/** Without single messages and details; a state made of those is let go of with them (`RunFolds.forgetMessages`). */
export function withoutMessages(events: readonly LabEvent[]): LabEvent[] {
  return events.filter((event) => {
    const volume = volumeOf(event)
    return volume !== 'message' && volume !== 'mark'
  })
}

/** Without single messages and details; of what is sampled one in a second for each source. */
export function outlineOf(events: readonly LabEvent[]): LabEvent[] {
  const newest = new Map<string, LabEvent>()
  for (const event of events) if (volumeOf(event) === 'gauge') newest.set(slotOf(event), event)
  return withoutMessages(events).filter((event) => volumeOf(event) !== 'gauge' || newest.get(slotOf(event)) === event)
}

/** Without single operations as well. */
export function withoutOperations(events: readonly LabEvent[]): LabEvent[] {
  return outlineOf(events).filter((event) => volumeOf(event) !== 'operation')
}

function slotOf(event: LabEvent): string {
  const name = event.kind === 'fact' ? `${event.fact} ${event.group ?? ''}` : event.kind
  const source = 'node' in event ? event.node : ''
  return `${name} ${source} ${Math.floor(event.t / NEWEST_EVERY_US)}`
}
