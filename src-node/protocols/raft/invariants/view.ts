/**
 * What the stream has shown of every node's log and of what is committed: what the invariants judge by. Events
 * of one node arrive in its own order; those of different nodes may overtake each other. Holds the newest WINDOW entries only, and
 * what is older is never accused.
 */
import type { LabEvent, LogEntryMark } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { Ring } from './ring'

/** Log entries remembered per node, and committed ones. A power of two. */
export const WINDOW = 16_384

/** A mark, and the event that showed it. */
export interface Sighting {
  readonly index: number
  readonly mark: LogEntryMark
  readonly node: NodeId
  readonly seq: number
}

export interface NodeView {
  readonly entries: Ring<LogEntryMark>
  /** Last entry of the log. */
  last: number
  /** Up to here the log may be compacted, or is unknown; Infinity: wholly unknown. */
  snapshot: number
  snapshot_term: number | null
  /** Entries applied since the node started; null when events were missed. */
  applied: number | null
}

export interface Leadership {
  readonly node: NodeId
  readonly term: number
  readonly seq: number
}

export class ClusterView {
  readonly nodes = new Map<NodeId, NodeView>()
  /** The first sighting of each committed entry. */
  readonly committed = new Ring<Sighting>(WINDOW)
  committed_last = 0
  /** The leader of the highest term so far. */
  leader: Leadership | null = null

  constructor(nodes: readonly NodeId[]) {
    for (const node of nodes) this.nodes.set(node, newNodeView())
  }

  /** Takes in an event. */
  observe(event: LabEvent): void {
    if (event.kind === 'gap') for (const node of this.nodes.keys()) this.nodes.set(node, unknownNodeView())
    const view = 'node' in event && event.node !== undefined ? this.nodes.get(event.node) : undefined
    if (view) this.observeNode(view, event)
  }

  /** Whether the node's log holds this committed entry, as far as the view remembers. */
  holds(node: NodeId, mark: LogEntryMark): boolean {
    const view = this.nodes.get(node)!
    if (mark.index <= view.snapshot || mark.index <= view.last - WINDOW) return true
    const own = view.entries.get(mark.index)
    return mark.index <= view.last && own?.term === mark.term && own.digest === mark.digest
  }

  /** The term of the entry before `index` in the node's log; null where the view does not know. */
  termBefore(node: NodeId, index: number): number | null {
    const view = this.nodes.get(node)
    if (view === undefined || index - 1 > view.last) return null
    return index - 1 === view.snapshot ? view.snapshot_term : (view.entries.get(index - 1)?.term ?? null)
  }

  private observeNode(view: NodeView, event: LabEvent): void {
    switch (event.kind) {
      case 'node-started':
        this.nodes.set(event.node, newNodeView())
        return
      case 'role':
        if (event.role === 'leader' && event.term > (this.leader?.term ?? 0))
          this.leader = { node: event.node, term: event.term, seq: event.seq }
        return
      case 'log-append':
        if (view.snapshot === Infinity) Object.assign(view, { snapshot: event.entries[0]!.index - 1, snapshot_term: null })
        for (const mark of event.entries) view.entries.set(mark)
        view.last = event.entries.at(-1)!.index
        return
      case 'log-truncate':
        view.last = Math.min(view.last, event.from_index - 1)
        return
      case 'log-snapshot':
        if (view.snapshot !== Infinity) Object.assign(view, { snapshot: event.index, snapshot_term: event.term })
        view.last = Math.max(view.last, event.index)
        if (view.applied !== null) view.applied = Math.max(view.applied, event.index)
        return
      case 'apply':
        for (const mark of event.entries) this.commit({ index: mark.index, mark, node: event.node, seq: event.seq })
        view.applied = event.entries.at(-1)!.index
        return
      default:
        return
    }
  }

  private commit(sighting: Sighting): void {
    if (sighting.index <= this.committed_last - WINDOW || this.committed.get(sighting.index)) return
    this.committed.set(sighting)
    this.committed_last = Math.max(this.committed_last, sighting.index)
  }
}

function newNodeView(): NodeView {
  return { entries: new Ring(WINDOW), last: 0, snapshot: 0, snapshot_term: 0, applied: 0 }
}

/** After events were missed: nothing is known, so nothing can be accused. */
function unknownNodeView(): NodeView {
  return { ...newNodeView(), snapshot: Infinity, snapshot_term: null, applied: null }
}

/** `entry 7 of term 3 (c1:12)` */
export function nameEntry({ index, term, operation }: LogEntryMark): string {
  return `entry ${index} of term ${term}${operation ? ` (${operation})` : ''}`
}

export function sameEntry(one: LogEntryMark, other: LogEntryMark): boolean {
  return one.term === other.term && one.digest === other.digest
}
