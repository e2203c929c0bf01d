/**
 * What the stream has shown of entries beyond what the logs hold now: who ever had one on its disk, and who may not lead without it.
 * Bounded: what is forgotten is not known, and nobody is accused of it.
 */
import type { EventOf, LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { LogAppend, LogDurable, LogSnapshot, LogTruncate } from '../../../../src-shared/protocols/replicated-log/facts'
import type { LogEntryMark } from '../../../../src-shared/protocols/replicated-log/facts'
import type { ClusterView } from '../../replicated-log/invariants/view'

/** Entries remembered of each node. */
const ENTRIES_MAX = 16_384
/** Operations whose places in some log are remembered. */
const OPERATIONS_MAX = 16_384

/** The facts, and the kinds of other events, that the history takes in. */
export const HISTORY_READS: readonly string[] = [
  'gap',
  'node-started',
  'role',
  ...[LogAppend, LogDurable, LogSnapshot, LogTruncate].map(({ name }) => name)
]

interface Following {
  readonly term: number
  readonly leader: NodeId | null
}

interface NodeHistory {
  generation: number
  following: Following
  /** The newest snapshot that it told of, and whom it followed then. */
  arrived: { readonly index: number; readonly from: NodeId | null } | null
  /**
   * Entries this node has stored, by `index:epoch:digest`; true: it must still hold the entry, because no leader lacking it made
   * the node truncate it.
   */
  readonly stored: Map<string, boolean>
}

export class History {
  private readonly nodes = new Map<NodeId, NodeHistory>()
  /** Where operations stood in some log; a retry may stand there twice. */
  private readonly marks = new Map<string, LogEntryMark[]>()
  private seen = -1

  /** Takes in an event before the view does. Several invariants share one history: each event counts once. */
  observe(event: LabEvent, view: ClusterView): void {
    if (event.seq === this.seen) return
    this.seen = event.seq
    switch (event.kind) {
      case 'gap':
        return this.nodes.clear()
      case 'node-started':
        return this.start(event)
      case 'role':
        this.of(event.node).following = { term: event.term ?? 0, leader: event.leader ?? null }
        return
      case 'fact':
        return this.observeFact(event, view)
    }
  }

  private observeFact(event: EventOf<'fact'>, view: ClusterView): void {
    const { node } = event
    if (LogAppend.is(event)) for (const mark of event.data.entries) this.see(mark)
    else if (LogDurable.is(event)) for (const mark of this.reached(event, view)) this.store(node, mark)
    else if (LogSnapshot.is(event)) this.of(node).arrived = { index: event.data.index, from: this.senderTo(node, view) }
    else if (LogTruncate.is(event)) this.drop(event, view)
  }

  /** The entries of the operation in any log; none: not known. */
  marksOf(operation: string): readonly LogEntryMark[] {
    return this.marks.get(operation) ?? []
  }

  /** Whether the node ever had the entry on its disk, or on its way there. */
  hasStored(node: NodeId, mark: LogEntryMark): boolean {
    return this.of(node).stored.has(keyOf(mark))
  }

  /** Whether the node had the entry on its disk, and was not told to drop it by a leader that lacked it. */
  mustHold(node: NodeId, mark: LogEntryMark): boolean {
    return this.of(node).stored.get(keyOf(mark)) === true
  }

  private start({ node, generation = 0 }: EventOf<'node-started'>): void {
    const history = this.of(node)
    history.arrived = null
    if (generation === history.generation) return
    history.generation = generation
    // It has lost them by no fault of its own.
    for (const key of history.stored.keys()) history.stored.set(key, false)
  }

  /** Whose snapshot the node tells of; null: not known, since it found it on its disk. */
  private senderTo(node: NodeId, view: ClusterView): NodeId | null {
    return view.nodes.get(node)!.before === null ? this.of(node).following.leader : null
  }

  /** What is on the node's disk now and was not before. What came with a snapshot is what the log of its leader held. */
  private *reached({ node, data: { index } }: LogDurable, view: ClusterView): Generator<LogEntryMark> {
    const { durable, entries } = view.nodes.get(node)!
    const { arrived } = this.of(node)
    if (arrived !== null && arrived.from !== null)
      yield* view.nodes.get(arrived.from)!.entries.range(durable + 1, Math.min(arrived.index, index))
    yield* entries.range(Math.max(durable, arrived?.index ?? 0) + 1, index)
  }

  private store(node: NodeId, mark: LogEntryMark): void {
    const { stored } = this.of(node)
    const key = keyOf(mark)
    stored.delete(key)
    stored.set(key, true)
    if (stored.size > ENTRIES_MAX) stored.delete(stored.keys().next().value!)
  }

  /** Only what its leader lacks is a node rid of: what the leader has it gets back, and may not lead without it. */
  private drop({ node, data: { from_index } }: LogTruncate, view: ClusterView): void {
    const { entries, last } = view.nodes.get(node)!
    const { leader, term } = this.of(node).following
    const leads = leader !== null && this.of(leader).following.leader === leader && this.of(leader).following.term === term
    for (const mark of entries.range(from_index, last)) {
      const kept = leads && view.holds(leader, mark) && this.mustHold(node, mark)
      this.store(node, mark)
      this.of(node).stored.set(keyOf(mark), kept)
    }
  }

  private see(mark: LogEntryMark): void {
    const { operation } = mark
    if (operation === undefined) return
    const known = this.marks.get(operation)
    if (known === undefined) this.marks.set(operation, [mark])
    else if (!known.some((one) => keyOf(one) === keyOf(mark))) known.push(mark)
    if (this.marks.size > OPERATIONS_MAX) this.marks.delete(this.marks.keys().next().value!)
  }

  private of(node: NodeId): NodeHistory {
    let history = this.nodes.get(node)
    if (history === undefined) {
      history = { generation: 0, following: { term: 0, leader: null }, arrived: null, stored: new Map() }
      this.nodes.set(node, history)
    }
    return history
  }
}

/** With its digest: a leader that lost what it had not synced goes on in its epoch, and puts other entries into the same places. */
function keyOf({ index, term, digest }: LogEntryMark): string {
  return `${index}:${term}:${digest}`
}
