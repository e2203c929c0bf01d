/** What an outline of a run leaves out of stretches in which clients were simply answered: how operations began, and gauges but for one a second. */
import type { LabEvent } from '../../../src-shared/events'
import { operationKey } from '../../../src-shared/folds/operations'
import { findDefinition } from '../../../src-shared/protocols/registry'
import { outlineOf } from '../../../src-shared/protocols/thinning'

/** The newest operations are there from beginning to end: as many as a page lists. */
const WHOLE_OPERATIONS = 3000

/** Takes the batches of an outline in order and gives them back, old ones thinned. */
export class QuietStretches {
  private readonly held: { readonly events: readonly LabEvent[]; readonly quiet: boolean; readonly operations: number }[] = []
  private held_operations = 0
  private readonly faults = new Set<number>()
  /** Before the first event nothing is known of the protocol, and the first batch tells how operations began. */
  private is_first = true
  private outcomes_suffice = false

  constructor(private readonly whole_operations = WHOLE_OPERATIONS) {}

  /** The batches that have become old enough. */
  push(events: readonly LabEvent[]): LabEvent[][] {
    const quiet = this.isQuiet(events) && !this.is_first
    this.is_first = false
    const operations = events.filter(({ kind }) => kind === 'invoke').length
    this.held.push({ events, quiet, operations })
    this.held_operations += operations
    const old: LabEvent[][] = []
    while (this.held_operations - this.held[0]!.operations >= this.whole_operations) old.push(this.thinOldest())
    return old
  }

  /** Those that are held still, as they are. */
  rest(): (readonly LabEvent[])[] {
    return this.held.map(({ events }) => events)
  }

  private thinOldest(): LabEvent[] {
    const { events, quiet, operations } = this.held.shift()!
    this.held_operations -= operations
    if (!quiet) return [...events]
    const sparse = outlineOf(events)
    return this.outcomes_suffice ? withoutBeginnings(sparse) : sparse
  }

  /** No fault begins, lasts or ends: their cards count operations from beginning to end, and frames by the gauges of links. */
  private isQuiet(events: readonly LabEvent[]): boolean {
    let quiet = this.faults.size === 0
    for (const event of events) {
      if (event.kind === 'run-started') this.outcomes_suffice = !readsBeginnings(event.protocol)
      if (event.kind !== 'fault-started' && event.kind !== 'fault-ended') continue
      quiet = false
      if (event.kind === 'fault-started') this.faults.add(event.fault)
      else this.faults.delete(event.fault)
    }
    return quiet
  }
}

/** Whether a fold of the protocol makes something of how operations began. One that is not known is believed to. */
function readsBeginnings(protocol: string): boolean {
  const folds = findDefinition(protocol)?.folds
  return folds?.some(({ reads }) => reads.includes('invoke') || reads.includes('attempt')) ?? true
}

/** Of operations that succeeded at the first attempt, the outcome alone. One that reaches into another batch is left as it is. */
function withoutBeginnings(events: readonly LabEvent[]): LabEvent[] {
  const seen = new Map<string, string>()
  for (const event of events)
    if ('op' in event) seen.set(operationKey(event), `${seen.get(operationKey(event)) ?? ''} ${event.kind}`)
  return events.filter((event) => {
    if (event.kind !== 'invoke' && event.kind !== 'attempt') return true
    return seen.get(operationKey(event)) !== ' invoke attempt ok'
  })
}
