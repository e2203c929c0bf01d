import { EventBatchReader } from '../../../src-shared/wire/event-batches'
import type { EventsEnd } from '../../../src-shared/wire/event-batches'

/** The encoded event batches of a recording as they come in; `onEnd` hears what is known once all of them did. Throws when not all of them do. */
export async function* recordedBatches(
  events_path: string,
  signal: AbortSignal,
  onEnd?: (end: EventsEnd) => void
): AsyncGenerator<Uint8Array> {
  const response = await fetch(events_path, { signal })
  if (!response.ok || !response.body) throw new Error(`the lab answered ${response.status}`)
  const batches = new EventBatchReader()
  const chunks = response.body.getReader()
  for (let chunk = await chunks.read(); !chunk.done; chunk = await chunks.read()) yield* batches.push(chunk.value)
  onEnd?.(batches.end())
}
