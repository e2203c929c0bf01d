import type { LabEvent } from '../../../src-shared/events'
import type { RunFold } from '../../../src-shared/folds/run'
import { createRunFold, foldEvent } from '../../../src-shared/folds/run'
import type { Beliefs } from '../../../src-shared/panels/beliefs'
import type { ProtocolDefinition } from '../../../src-shared/protocols/definition'

/** Where a run is looked at, by place in its stream. */
export interface LookedAt {
  /** Of the moment at which its node is asked what it believes. */
  readonly moment_seq: number
  /** Where the lesson's run ends: what came after is not looked at. */
  readonly end_seq: number
  /** Who is asked; null: nobody. */
  readonly node: string | null
}

/** A run of a lesson as it is laid over others. */
export interface FoldedFuture {
  readonly fold: RunFold
  readonly beliefs: Beliefs | null
}

/** Folds one from all of its events. */
export async function foldFuture(
  definition: ProtocolDefinition,
  events: AsyncIterable<LabEvent> | Iterable<LabEvent>,
  { moment_seq, end_seq, node }: LookedAt
): Promise<FoldedFuture> {
  const fold = createRunFold(definition)
  let beliefs: Beliefs | null = null
  for await (const event of events) {
    if (event.seq > end_seq) break
    foldEvent(fold, event)
    if (event.seq === moment_seq && node !== null) beliefs = definition.panels.beliefs?.(fold, node) ?? null
  }
  return { fold, beliefs }
}
