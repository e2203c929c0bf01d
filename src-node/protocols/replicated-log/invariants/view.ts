/**
 * What the stream has shown of every node's log and of what is committed: what the invariants judge by. Events
 * of one node arrive in its own order; those of different nodes may overtake each other. Holds the newest WINDOW entries only, and
 * what is older is never accused.
 */
import type { EventOf, LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import {
  Apply,
  Configured,
  LogAppend,
  LogDurable,
  LogSnapshot,
  LogTruncate
} from '../../../../src-shared/protocols/replicated-log/facts'
import type { LogEntryMark } from '../../../../src-shared/protocols/replicated-log/facts'
import type { Configuration, Membership } from '../membership'
import { isQuorum, membershipOf, NOBODY, sameMembership } from '../membership'
import { leads } from './leads'
import { Ring } from './ring'

/** Log entries remembered per node, and committed ones. A power of two. */
export const WINDOW = 16_384

/** Committed configurations remembered. */
const HISTORY_MAX = 256

/** The facts, and the kinds of other events, that the view takes in. */
export const VIEW_READS: readonly string[] = [
  'gap',
  'member-joined',
  'node-started',
  'node-exited',
  'role',
  ...[Apply, Configured, LogAppend, LogDurable, LogSnapshot, LogTruncate].map(({ name }) => name)
]

/** A mark, and the event that showed it. */
export interface ObservedEntry {
  readonly index: number
  readonly mark: LogEntryMark
  readonly node: NodeId
  readonly t: number
  readonly seq: number
}

export interface NodeView {
  readonly entries: Ring<LogEntryMark>
  /** Last entry of the log. */
  last: number
  /** Up to here the log is on disk, as far as the node knows. */
  durable: number
  /** Up to here the log may be compacted, or is unknown; Infinity: wholly unknown. */
  snapshot: number
  snapshot_term: number | null
  /** Entries applied since the node started; null when events were missed. */
  applied: number | null
  /** The term it is in; null: not known. */
  term: number | null
  leads: boolean
  /** The configuration in force, and whether the node knows it to be committed. */
  configuration: Configuration & { readonly is_committed: boolean }
  /** When it went down; null once it has told what it recovered. Its last words before that may never be told. */
  silent_since: number | null
  /** What it had told of its log before it went down, until it has told what it recovered. */
  before: NodeView | null
  /** Generation of its disk. */
  generation: number
  /** When it went down and came back with another disk: what it held until then is not held against it. Null: never. */
  lost_at: number | null
}

export interface Leadership {
  readonly node: NodeId
  readonly term: number
  readonly seq: number
}

export class ClusterView {
  readonly nodes = new Map<NodeId, NodeView>()
  /** The first sighting of each entry in any log; a later one with another term or content replaces it. */
  readonly written = new Ring<ObservedEntry>(WINDOW)
  /** The first sighting of each committed entry. */
  readonly committed = new Ring<ObservedEntry>(WINDOW)
  committed_last = 0
  /** The leader of the highest term so far. */
  leader: Leadership | null = null
  /** That leader still leads, as far as it has told. */
  leads = false
  /** The newest configuration that is committed, and whatever came after it, as far as any node told. */
  configurations: readonly Configuration[]
  /** The newest committed configurations, oldest first. */
  readonly history: Configuration[]
  private readonly initial: Membership
  /** Events were missed that may have told of another configuration. */
  private is_membership_unknown = false

  constructor(nodes: readonly NodeId[]) {
    this.initial = { voters: nodes }
    this.configurations = [{ index: 0, membership: this.initial }]
    this.history = [...this.configurations]
    for (const node of nodes) this.nodes.set(node, this.newNodeView(node))
  }

  /** Takes in an event. */
  observe(event: LabEvent): void {
    if (event.kind === 'gap') this.forget()
    if (event.kind === 'member-joined' && !this.nodes.has(event.node)) this.nodes.set(event.node, this.newNodeView(event.node))
    const view = 'node' in event && event.node !== undefined ? this.nodes.get(event.node) : undefined
    if (view) this.observeNode(view, event)
  }

  /** Whether the node's log holds this entry, as far as the view remembers. */
  holds(node: NodeId, mark: LogEntryMark): boolean {
    const view = this.nodes.get(node)!
    if (mark.index <= view.snapshot || mark.index <= view.last - WINDOW) return true
    const own = view.entries.get(mark.index)
    return mark.index <= view.last && own?.term === mark.term && own.digest === mark.digest
  }

  /** Whether the node holds this entry on its disk, as far as the view remembers. */
  holdsOnDisk(node: NodeId, mark: LogEntryMark): boolean {
    const view = this.nodes.get(node)!
    return this.holds(node, mark) && (mark.index <= view.durable || mark.index <= view.snapshot)
  }

  /** Whether the node may hold the entry without having told, or may have held it on a disk that is lost: it went down after somebody wrote it. */
  mayHold(node: NodeId, mark: LogEntryMark): boolean {
    const { silent_since, lost_at } = this.nodes.get(node)!
    const down_at = silent_since ?? lost_at
    const written = this.written.get(mark.index)
    return down_at !== null && (written === undefined || written.t < down_at)
  }

  /**
   * The configurations by one of which the node may commit: a leader by its own, anybody else also by those that it has yet to learn of.
   * Empty: unknown.
   */
  configurationsFor(node: NodeId): readonly Configuration[] {
    if (this.is_membership_unknown) return []
    const { configuration, leads } = this.nodes.get(node)!
    return leads ? [configuration] : [configuration, ...this.configurations.filter(({ index }) => index > configuration.index)]
  }

  /** Whether these nodes are a quorum of some configuration that may be in force. */
  isQuorumOfAny(agrees: (node: NodeId) => boolean): boolean {
    return this.is_membership_unknown || this.configurations.some(({ membership }) => isQuorum(membership, agrees))
  }

  /** The term of the entry before `index` in the node's log; null where the view does not know. */
  termBefore(node: NodeId, index: number): number | null {
    const view = this.nodes.get(node)
    if (view === undefined || index - 1 > view.last) return null
    return index - 1 === view.snapshot ? view.snapshot_term : (view.entries.get(index - 1)?.term ?? null)
  }

  /** The committed entries of terms before `term` that the node's log lacks, oldest first. */
  *missingFrom(node: NodeId, term: number): Generator<ObservedEntry> {
    const newest = this.committed.get(this.committed_last)
    // Whoever holds the newest holds them all (log matching).
    if (newest === undefined || (newest.mark.term < term && this.holds(node, newest.mark))) return
    for (const known of this.committed.range(this.committed_last - WINDOW + 1, this.committed_last)) {
      if (known.mark.term < term && !this.holds(node, known.mark)) yield known
    }
  }

  /** The newest committed entry within [from, to] that this log held; undefined if none is known. */
  newestCommitted({ entries }: NodeView, from: number, to: number): ObservedEntry | undefined {
    for (let index = Math.min(to, this.committed_last); index >= from; index--) {
      const [known, own] = [this.committed.get(index), entries.get(index)]
      if (known && own && sameEntry(known.mark, own)) return known
    }
    return undefined
  }

  /** Whether this `role` event makes a leader of a term higher than any so far. */
  isNewLeader(event: EventOf<'role'>): boolean {
    return leads(event.role) && (event.term ?? 0) > (this.leader?.term ?? 0)
  }

  /** Events were missed: nothing is known of any log, so nothing can be accused. */
  private forget(): void {
    const has_changed = this.configurations.length > 1 || this.configurations[0]!.index > 0
    if (has_changed || this.nodes.size > this.initial.voters.length) this.is_membership_unknown = true
    for (const [node, { configuration }] of this.nodes) this.nodes.set(node, unknownNodeView(configuration))
    this.leads = false
  }

  private observeNode(view: NodeView, event: LabEvent): void {
    switch (event.kind) {
      case 'node-exited':
        view.silent_since ??= event.t
        if (event.node === this.leader?.node) this.leads = false
        return
      case 'node-started':
        this.nodes.set(event.node, this.startedView(view, event))
        return
      case 'role':
        this.observeRole(view, event)
        return
      case 'fact':
        this.observeFact(view, event)
        return
      default:
        return
    }
  }

  private observeFact(view: NodeView, event: EventOf<'fact'>): void {
    if (LogAppend.is(event)) this.observeAppend(view, event)
    else if (LogDurable.is(event)) observeDurable(view, event)
    else if (Apply.is(event)) {
      const { entries } = event.data
      for (const mark of entries) this.commit(mark, event)
      view.applied = entries.at(-1)!.index
    } else if (LogTruncate.is(event)) observeTruncate(view, event)
    else if (LogSnapshot.is(event)) observeSnapshot(view, event)
    else if (Configured.is(event)) this.observeConfiguration(view, event)
  }

  private observeConfiguration(view: NodeView, { data }: Configured): void {
    const { index, voters, is_committed } = data
    const membership = membershipOf(voters, data)
    view.configuration = { index, membership, is_committed }
    const known = this.configurations.filter((one) => (is_committed ? one.index > index : one.index !== index))
    const [newest] = this.configurations
    // What comes from a snapshot has the snapshot's index.
    if (index < newest!.index || (is_committed && sameMembership(membership, newest!.membership))) return
    if (is_committed) this.history.push({ index, membership })
    if (this.history.length > HISTORY_MAX) this.history.shift()
    this.configurations = [...known, { index, membership }].sort((one, other) => one.index - other.index)
  }

  private observeAppend(view: NodeView, event: LogAppend): void {
    const { entries } = event.data
    if (view.snapshot === Infinity) Object.assign(view, { snapshot: entries[0]!.index - 1, snapshot_term: null })
    for (const mark of entries) {
      view.entries.set(mark)
      this.write(mark, event)
    }
    view.last = entries.at(-1)!.index
  }

  private observeRole(view: NodeView, event: EventOf<'role'>): void {
    const { node, term = 0, seq } = event
    view.term = term
    view.leads = leads(event.role)
    if (this.isNewLeader(event)) {
      this.leader = { node, term, seq }
      this.leads = true
    } else if (node === this.leader?.node) this.leads = leads(event.role) && term === this.leader.term
  }

  private startedView(view: NodeView, { node, t, generation = 0 }: EventOf<'node-started'>): NodeView {
    const silent_since = view.silent_since ?? t
    const lost = generation > view.generation
    return {
      ...this.newNodeView(node),
      silent_since,
      generation,
      // Nothing of what a lost disk held is expected back.
      before: lost ? this.newNodeView(node) : (view.before ?? view),
      lost_at: lost ? silent_since : view.lost_at
    }
  }

  /** What a node knows without a log: who came later knows of no configuration. */
  private newNodeView(node: NodeId): NodeView {
    const membership = this.initial.voters.includes(node) ? this.initial : NOBODY
    return newNodeView({ index: 0, membership, is_committed: true })
  }

  private write(mark: LogEntryMark, { node, t, seq }: LogAppend): void {
    const known = this.written.get(mark.index)
    if (known === undefined || !sameEntry(known.mark, mark)) this.written.set({ index: mark.index, mark, node, t, seq })
  }

  private commit(mark: LogEntryMark, { node, t, seq }: Apply): void {
    const { index } = mark
    if (index <= this.committed_last - WINDOW || this.committed.get(index)) return
    this.committed.set({ index, mark, node, t, seq })
    this.committed_last = Math.max(this.committed_last, index)
  }
}

function observeDurable(view: NodeView, { data: { index } }: LogDurable): void {
  view.durable = index
  view.silent_since = null
  view.before = null
}

function observeTruncate(view: NodeView, { data: { from_index } }: LogTruncate): void {
  view.last = Math.min(view.last, from_index - 1)
  // Whoever gives up what its snapshot holds begins anew.
  if (from_index <= view.snapshot && view.snapshot !== Infinity)
    Object.assign(view, { snapshot: from_index - 1, snapshot_term: from_index === 1 ? 0 : null })
  view.durable = Math.min(view.durable, view.last)
}

function observeSnapshot(view: NodeView, { data: { index, term } }: LogSnapshot): void {
  if (view.snapshot !== Infinity) Object.assign(view, { snapshot: index, snapshot_term: term })
  view.last = Math.max(view.last, index)
  if (view.applied !== null) view.applied = Math.max(view.applied, index)
}

function newNodeView(configuration: NodeView['configuration']): NodeView {
  return {
    entries: new Ring(WINDOW),
    last: 0,
    durable: 0,
    snapshot: 0,
    snapshot_term: 0,
    applied: 0,
    term: null,
    leads: false,
    configuration,
    silent_since: null,
    before: null,
    generation: 0,
    lost_at: null
  }
}

function unknownNodeView(configuration: NodeView['configuration']): NodeView {
  return { ...newNodeView(configuration), durable: Infinity, snapshot: Infinity, snapshot_term: null, applied: null }
}

/** `entry 7 of term 3 (c1:12)` */
export function nameEntry({ index, term, operation }: LogEntryMark): string {
  return `entry ${index} of term ${term}${operation ? ` (${operation})` : ''}`
}

export function sameEntry(one: LogEntryMark, other: LogEntryMark): boolean {
  return one.term === other.term && one.digest === other.digest
}
