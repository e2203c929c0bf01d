import { eventsLost, historyOf } from '../../workload/history'
import type { RecordedOperation } from '../../workload/history'
import type { LabEvent } from '../../../src-shared/events'
import { LabError } from '../lab-error'

/** The history of these events, to be judged by itself. Throws {@link LabError} when it is not whole. */
export function wholeHistoryOf(events: readonly LabEvent[], forgotten = 0): readonly RecordedOperation[] {
  const reason = whyIncomplete({ events, forgotten })
  if (reason !== null) throw new LabError(`nothing can be said of this history: ${reason}`)
  return historyOf(events)
}

/** Why a history says nothing of its run; null when it is whole. `forgotten`: events that a very long run has let go of. */
export function whyIncomplete({
  events,
  forgotten
}: {
  readonly events: readonly LabEvent[]
  readonly forgotten: number
}): string | null {
  if (forgotten > 0) return 'the run was too long to keep its whole history in memory'
  if (eventsLost(events) > 0) return 'events were lost, and operations may be among them'
  return null
}
