/** What a person did to a run, as a scenario's timeline says it. */
import type { EventOf, LabEvent } from '../events'
import type { FaultAction } from '../faults/actions'
import type { Intervention } from '../faults/interventions'
import { withValue } from './edit-text'
import { writtenEntry } from './format'
import type { Scenario } from './schema'
import type { TimelineEntry } from './sections/timeline'

/** Steps of a drag follow each other within this: they are one change, made when the drag began. */
const DRAG_US = 1_000_000
/** What an act ends, ends within this. */
const SAME_MOMENT_US = 20_000

export interface DoneByHand {
  readonly timeline: readonly TimelineEntry[]
  /** What a timeline has no words for, one sentence each. */
  readonly left_out: readonly string[]
}

/** A run as the text of a scenario. */
export interface SavedRun {
  readonly text: string
  /** As in {@link DoneByHand}. */
  readonly left_out: readonly string[]
}

/** The scenario of a run, with what a person did to it in its timeline, and what a timeline has no words for. */
export function scenarioOfRun(
  { text, scenario }: { readonly text: string; readonly scenario: Pick<Scenario, 'seed' | 'engine' | 'timeline'> },
  events: readonly LabEvent[]
): SavedRun {
  const { timeline, left_out } = timelineOf(events)
  const run = events.find(({ kind }) => kind === 'run-started') as EventOf<'run-started'> | undefined
  const { seed, engine } = run ?? scenario
  const with_seed = seed === scenario.seed ? text : withValue(text, ['seed'], seed)
  const with_engine = engine === scenario.engine ? with_seed : withValue(with_seed, ['engine'], engine)
  return { text: withEntries(with_engine, scenario, timeline), left_out }
}

/** The text of a scenario with these entries behind those of its timeline. */
export function withEntries(text: string, { timeline }: Pick<Scenario, 'timeline'>, entries: readonly TimelineEntry[]): string {
  return entries.reduce((before, entry, i) => withValue(before, ['timeline', timeline.length + i], writtenEntry(entry)), text)
}

/** Reads it from the events of a run, live or recorded, of either engine; in their order. */
export function timelineOf(events: readonly LabEvent[]): DoneByHand {
  const reader = new DeedReader()
  for (const event of events) reader.add(event)
  return { timeline: reader.timeline, left_out: reader.leftOut() }
}

class DeedReader {
  readonly timeline: TimelineEntry[] = []
  /** The newest entry of each fault that a person began, by the fault's number, and when it was last changed. */
  private readonly by_fault = new Map<number, { place: number; changed_us: number }>()
  private readonly planned = new Map<number, string>()
  private readonly sentences: string[] = []
  private readonly messages_us: number[] = []
  private is_simulated = false
  private acted_us = -Infinity
  /** The fault that somebody takes back now; simulations say so. */
  private undoing: number | null = null

  add(event: LabEvent): void {
    if (event.kind === 'run-started') this.is_simulated = event.engine === 'simulation'
    if (event.kind === 'intervention') this.intervene(event.t, event.intervention)
    if (event.kind === 'fault-started') this.begin(event)
    if (event.kind === 'fault-changed') this.change(event)
    if (event.kind === 'fault-ended' && event.by === 'person') this.end(event)
  }

  leftOut(): string[] {
    const [first, ...others] = this.messages_us
    if (first === undefined) return this.sentences
    const count = others.length === 0 ? 'a message was' : `${others.length + 1} messages were`
    return [
      ...this.sentences,
      `From ${seconds(first)} on ${count} held, delivered or dropped by hand, which a timeline cannot do.`
    ]
  }

  private intervene(t: number, intervention: Intervention): void {
    this.undoing = intervention.do === 'undo' ? intervention.fault : null
    switch (intervention.do) {
      case 'hold':
      case 'deliver':
      case 'drop':
        this.messages_us.push(t)
        break
      case 'workload':
        this.leaveOut(t, 'the workload was changed, which a timeline cannot do: set `workload` for the whole run')
        break
      case 'skip':
        this.leaveOut(t, `moment ${intervention.entry + 1} of the plan was skipped: delete its entry from the timeline`)
        break
      case 'reseed':
        this.leaveOut(t, `the run went on with seed ${intervention.seed}, which a timeline cannot do`)
    }
  }

  private begin({ t, fault, by, label, action }: EventOf<'fault-started'>): void {
    if (by === 'timeline') this.planned.set(fault, label)
    else this.append(t, fault, action)
  }

  /** A slider that was dragged ends where the scenario begins; a change after a pause is one of its own. */
  private change({ t, fault, action }: EventOf<'fault-changed'>): void {
    const known = this.by_fault.get(fault)
    if (!known || t - known.changed_us > DRAG_US) return this.append(t, fault, action)
    this.timeline[known.place] = { ...this.timeline[known.place]!, action }
    this.acted_us = known.changed_us = t
  }

  private append(t: number, fault: number, action: FaultAction): void {
    this.by_fault.set(fault, { place: this.timeline.length, changed_us: t })
    // On other machines a node may refuse a command that it took here.
    const chance = action.do === 'command' ? { if_possible: true } : {}
    this.timeline.push({ at: t / 1000, times: 1, ...chance, action })
    this.acted_us = t
  }

  private end({ t, fault }: EventOf<'fault-ended'>): void {
    if (!this.isTakenBack(t, fault)) return
    const planned = this.planned.get(fault)
    if (planned !== undefined) this.leaveOut(t, `“${planned}” of the plan was taken back: give its entry a \`for\``)
    const known = this.by_fault.get(fault)
    if (!known) return
    const entry = this.timeline[known.place]!
    this.timeline[known.place] = { ...entry, for: (t - Math.round(entry.at * 1000)) / 1000 }
  }

  /** Otherwise what a person did at that moment ended it, and does so again. */
  private isTakenBack(t: number, fault: number): boolean {
    return this.is_simulated ? this.undoing === fault : t - this.acted_us > SAME_MOMENT_US
  }

  private leaveOut(t: number, what: string): void {
    this.sentences.push(`At ${seconds(t)} ${what}.`)
  }
}

function seconds(t_us: number): string {
  return `${(t_us / 1_000_000).toFixed(1)} s`
}
