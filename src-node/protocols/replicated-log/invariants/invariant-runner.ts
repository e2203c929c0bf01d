/** How the invariants share one view of the cluster, so that each event is taken in once however many of them watch. */
import type { LabEvent } from '../../../../src-shared/events'
import type { LiveInvariant, Loss, Violation } from '../../contract'
import type { ClusterView } from './view'

/** One invariant's judgement of what an event adds to the view. */
export interface Judge {
  readonly name: string
  /** The facts, and the kinds of other events, that it looks at; absent: all that the view takes in. */
  readonly reads?: readonly string[]
  /** Judges the event before the view has taken it in. */
  judge(event: LabEvent, view: ClusterView): Violation | Loss | null
}

/** What judges and view look at: less than half of a stream, most of which is messages. */
const WATCHED: ReadonlySet<LabEvent['kind']> = new Set<LabEvent['kind']>([
  'gap',
  'member-joined',
  'node-started',
  'node-exited',
  'role',
  'fact',
  'sample',
  'invoke',
  'ok'
])

/** One live invariant for each judge. They may be asked in any order, but all about one event before the next. */
export function shareView(view: ClusterView, judges: readonly Judge[]): LiveInvariant[] {
  const runner = new InvariantRunner(view, judges)
  return judges.map(({ name }, at) => ({ name, observe: (event) => runner.verdict(event, at) }))
}

interface Reader {
  readonly judge: Judge
  /** Its place among all. */
  readonly at: number
}

class InvariantRunner {
  private newest: LabEvent | null = null
  /** One for each judge; null: nobody has found anything in the newest event. */
  private findings: (Violation | Loss | null)[] | null = null
  /** The judges that look at a fact or a kind of event, by its name; null: the view does not take it in. */
  private readonly readers = new Map<string, readonly Reader[] | null>()

  constructor(
    private readonly view: ClusterView,
    private readonly judges: readonly Judge[]
  ) {}

  verdict(event: LabEvent, at: number): Violation | Loss | null {
    if (event !== this.newest) {
      // What one invariant finds enters the stream before the next is asked.
      if (event.kind === 'violation' || event.kind === 'writes-lost') return null
      this.evaluate(event)
    }
    return this.findings === null ? null : this.findings[at]!
  }

  private evaluate(event: LabEvent): void {
    this.newest = event
    this.findings = null
    const readers = this.readersOf(event)
    if (readers === null) return
    const { view } = this
    for (const { judge, at } of readers) {
      const violation = judge.judge(event, view)
      if (violation === null) continue
      this.findings ??= this.judges.map(() => null)
      this.findings[at] = violation
    }
    view.observe(event)
  }

  private readersOf(event: LabEvent): readonly Reader[] | null {
    const { kind } = event
    const name = kind === 'fact' ? event.fact : kind
    let readers = this.readers.get(name)
    if (readers === undefined) {
      readers = WATCHED.has(kind) ? this.findReaders(name) : null
      this.readers.set(name, readers)
    }
    return readers
  }

  private findReaders(name: string): Reader[] {
    const all = this.judges.map((judge, at) => ({ judge, at }))
    return all.filter(({ judge }) => judge.reads?.includes(name) ?? true)
  }
}
