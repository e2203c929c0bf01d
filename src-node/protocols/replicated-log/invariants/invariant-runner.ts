/** How the invariants share one view of the cluster, so that each event is taken in once however many of them watch. */
import type { LabEvent } from '../../../../src-shared/events'
import type { LiveInvariant, Loss, Violation } from '../../contract'
import type { ClusterView } from './view'
import { VIEW_READS } from './view'

/** One invariant's judgement of what an event adds to the view. */
export interface Judge {
  readonly name: string
  /** See `LiveInvariant.reads`. */
  readonly reads: readonly string[]
  /** Judges the event before the view has taken it in. */
  judge(event: LabEvent, view: ClusterView): Violation | Loss | null
}

/** One live invariant for each judge. They may be asked in any order, but all about one event before the next. */
export function shareView(view: ClusterView, judges: readonly Judge[]): LiveInvariant[] {
  const shared = new SharedView(view)
  return judges.map((judge, at) => ({
    name: judge.name,
    // The first is told of all that the view takes in, so that the view misses nothing.
    reads: at === 0 ? [...VIEW_READS, ...judge.reads] : judge.reads,
    observe: (event) => judge.judge(event, shared.before(event))
  }))
}

class SharedView {
  /** The view takes it in when another comes. */
  private newest: LabEvent | null = null

  constructor(private readonly view: ClusterView) {}

  /** The view as it was before the event. */
  before(event: LabEvent): ClusterView {
    const { newest, view } = this
    if (event === newest) return view
    if (newest !== null) view.observe(newest)
    this.newest = event
    return view
  }
}
