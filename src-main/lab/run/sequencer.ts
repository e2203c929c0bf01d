import type { LiveInvariant } from '../../../src-node/protocols/contract'
import type { LabEvent, TimedEvent } from '../../../src-shared/events'

/** Violations reported for one invariant; one that broke once tends to break with every event. */
const VIOLATIONS_MAX = 10

/** Somebody who is told of events as they take their place in the stream. */
export interface Follower {
  /** The facts, and the kinds of other events, that it is told of. */
  readonly reads: readonly string[]
  observe(event: LabEvent): void
}

/** Who is told of a fact or a kind of event. */
interface Readers {
  readonly followers: readonly Follower[]
  readonly invariants: readonly LiveInvariant[]
}

/** Gives events their place in the stream, without gaps, and lets the invariants watch them. */
export class Sequencer {
  private seq = 0
  private readonly violations = new Map<string, number>()
  /** By the name of the fact or the kind: asked once for each event, since most are facts that few read. */
  private readonly readers = new Map<string, Readers>()

  /** Followers are told of an event before the invariants, and of a violation after the event that shows it. */
  constructor(
    private readonly invariants: readonly LiveInvariant[],
    private readonly followers: readonly Follower[] = []
  ) {}

  /** Number of the newest event. */
  get last_seq(): number {
    return this.seq
  }

  /** Numbers the event and adds it to the batch, followed by what the invariants find in it. */
  appendEvent(event: TimedEvent, batch: LabEvent[]): void {
    const appended = event as LabEvent & { seq: number }
    appended.seq = ++this.seq
    batch.push(appended)
    const { followers, invariants } = this.readersOf(appended)
    for (const follower of followers) follower.observe(appended)
    for (const invariant of invariants) {
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

  private readersOf(event: LabEvent): Readers {
    const { kind } = event
    const name = kind === 'fact' ? event.fact : kind
    return this.readers.get(name) ?? this.findReaders(name, kind)
  }

  private findReaders(name: string, kind: LabEvent['kind']): Readers {
    const isReader = ({ reads }: Pick<LiveInvariant, 'reads'>) =>
      reads === undefined || reads.includes(name) || reads.includes(kind)
    const readers = { followers: this.followers.filter(isReader), invariants: this.invariants.filter(isReader) }
    this.readers.set(name, readers)
    return readers
  }

  private mayReport(invariant: string): boolean {
    const reported = (this.violations.get(invariant) ?? 0) + 1
    this.violations.set(invariant, reported)
    return reported <= VIOLATIONS_MAX
  }
}
