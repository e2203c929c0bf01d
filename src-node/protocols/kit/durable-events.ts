/** Events that are told once what they speak of is on disk. */
import type { ProtocolEvent } from '../../../src-shared/events'
import type { Appended, Core } from './core'
import { emit } from './core'

export interface DurableEvents extends Appended {
  /** Each waits for so many records; oldest first. */
  pending_events: { readonly records: number; readonly event: ProtocolEvent }[]
}

type TellingCore = Pick<Core, 'effects'> & { readonly state: { readonly disk: DurableEvents } }

/** Emits the event once everything appended so far is on disk. */
export function emitOnceDurable({ state: { disk } }: Pick<TellingCore, 'state'>, event: ProtocolEvent): void {
  disk.pending_events.push({ records: disk.records, event })
}

/** The same, where that may be so already: `durable` records are on disk. */
export function emitAfterLog(
  core: TellingCore & { readonly state: { readonly disk: { readonly durable: number } } },
  event: ProtocolEvent
): void {
  const { disk } = core.state
  if (disk.durable < disk.records) emitOnceDurable(core, event)
  else emit(core, event)
}

/** Emits what waited for so many records. */
export function emitDurable(core: TellingCore, records: number): void {
  for (const { event } of takeDurable(core.state.disk.pending_events, records)) emit(core, event)
}

/** Takes out what waited for so many records; the oldest come first. */
export function takeDurable<Item extends { readonly records: number }>(waiting: Item[], records: number): readonly Item[] {
  let count = 0
  while (count < waiting.length && waiting[count]!.records <= records) count++
  return count === 0 ? NOTHING : waiting.splice(0, count)
}
const NOTHING: readonly never[] = []
