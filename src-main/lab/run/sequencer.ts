import type { LiveInvariant } from '../../../src-node/protocols/contract'
import type { LabEvent, TimedEvent } from '../../../src-shared/events'

/** Violations reported for one invariant; one that broke once tends to break with every event. */
const VIOLATIONS_MAX = 10

/** Gives events their place in the stream, without gaps, and lets the invariants watch them. */
export class Sequencer {
  private seq = 0
  private readonly violations = new Map<string, number>()
  /** The invariants that are told of a fact or a kind of event, by its name. */
  private readonly readers = new Map<string, readonly LiveInvariant[]>()

  constructor(private readonly invariants: readonly LiveInvariant[]) {}

  /** Number of the newest event. */
  get last_seq(): number {
    return this.seq
  }

  /** Numbers the event and adds it to the batch, followed by what the invariants find in it. */
  appendEvent(event: TimedEvent, batch: LabEvent[]): void {
    const appended = event as LabEvent & { seq: number }
    appended.seq = ++this.seq
    batch.push(appended)
    for (const invariant of this.readersOf(appended)) {
      const finding = invariant.observe(appended)
      if (finding === null) continue
      const { text, events } = finding
      if ('lost' in finding)
        this.appendEvent({ t: appended.t, kind: 'writes-lost', operations: finding.lost, text, events }, batch)
      else if (this.mayReport(invariant.name)) {
        this.appendEvent({ t: appended.t, kind: 'violation', invariant: invariant.name, text, events }, batch)
      }
    }
  }

  private readersOf(event: LabEvent): readonly LiveInvariant[] {
    const { kind } = event
    const name = kind === 'fact' ? event.fact : kind
    return this.readers.get(name) ?? this.findReaders(name, kind)
  }

  private findReaders(name: string, kind: LabEvent['kind']): readonly LiveInvariant[] {
    const isReader = ({ reads }: LiveInvariant) => reads === undefined || reads.includes(name) || reads.includes(kind)
    const readers = this.invariants.filter(isReader)
    this.readers.set(name, readers)
    return readers
  }

  private mayReport(invariant: string): boolean {
    const reported = (this.violations.get(invariant) ?? 0) + 1
    this.violations.set(invariant, reported)
    return reported <= VIOLATIONS_MAX
  }
}
