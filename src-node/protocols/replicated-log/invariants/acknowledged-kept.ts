import type { EventOf, LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { isWrite } from '../../../../src-shared/operations'
import { Apply, Commit, LogAppend, LogSnapshot } from '../../../../src-shared/protocols/replicated-log/facts'
import type { LogEntryMark } from '../../../../src-shared/protocols/replicated-log/facts'
import type { Violation } from '../../contract'
import type { Judge } from './invariant-runner'
import type { ClusterView, ObservedEntry } from './view'
import { nameEntry, sameEntry } from './view'

/** Writes remembered in each stage. */
const WRITES_MAX = 16_384

interface Acknowledged {
  readonly t: number
  readonly seq: number
  readonly node: NodeId
}

/**
 * A write answered with ok is committed and stays (Raft §5.3). A node applies before it answers, so if a later event of that node
 * arrives and the write was not applied, the answer was wrong. ...
 */
export class AcknowledgedKept implements Judge {
  readonly name = 'acknowledged-kept'
  readonly reads = [
    'invoke',
    'ok',
    'gap',
    'node-exited',
    'node-started',
    'role',
    'sample',
    Apply.name,
    Commit.name,
    LogAppend.name,
    LogSnapshot.name
  ]
  /** Writes under way, as `client:op`. */
  private readonly invoked = new Set<string>()
  /** Answered, but not yet seen among the committed entries. */
  private readonly unconfirmed = new Map<string, Acknowledged>()
  /** Seen among the committed entries, as `client:op`. */
  private readonly confirmed = new Set<string>()
  /** Operations answered with ok, by `client:op`. */
  private readonly acknowledged = new Set<string>()

  judge(event: LabEvent, view: ClusterView): Violation | null {
    switch (event.kind) {
      case 'invoke':
        if (isWrite(event.operation)) addBounded(this.invoked, `${event.client}:${event.op}`)
        return null
      case 'ok':
        this.acknowledge(`${event.client}:${event.op}`, { t: event.t, seq: event.seq, node: event.node })
        return null
      case 'fact':
        return this.judgeFact(event, view)
      case 'gap':
        // What was committed may have been told in events that were missed.
        this.unconfirmed.clear()
        return null
      case 'node-exited':
      case 'node-started':
        this.forgetAnswersOf(event.node)
        return null
      case 'role':
        return view.isNewLeader(event) ? this.missingFrom(event, view) : this.checkOverdue(event)
      case 'sample':
        return this.checkOverdue(event)
      default:
        return null
    }
  }

  private judgeFact(event: EventOf<'fact'>, view: ClusterView): Violation | null {
    if (Apply.is(event)) {
      return this.judgeApplied(event, view) ?? this.checkOverdue(event)
    }
    // What was committed may have come inside a snapshot.
    if (LogSnapshot.is(event)) this.unconfirmed.clear()
    return LogAppend.is(event) || Commit.is(event) ? this.checkOverdue(event) : null
  }

  private acknowledge(operation: string, by: Acknowledged): void {
    if (!this.invoked.delete(operation)) return
    addBounded(this.acknowledged, operation)
    if (this.confirmed.has(operation)) return
    this.unconfirmed.set(operation, by)
    if (this.unconfirmed.size > WRITES_MAX) this.unconfirmed.delete(firstOf(this.unconfirmed.keys()))
  }

  private checkOverdue(event: LabEvent & { readonly node: NodeId }): Violation | null {
    for (const [operation, { t, seq, node }] of this.unconfirmed) {
      if (node !== event.node || event.t <= t) continue
      this.unconfirmed.delete(operation)
      return { text: `${node} answered ${operation} with ok, but no node has committed it`, events: [seq, event.seq] }
    }
    return null
  }

  /** The node exited: events that would confirm its answers may be lost, so do not report them. */
  private forgetAnswersOf(gone: NodeId): void {
    for (const [operation, { node }] of this.unconfirmed) if (node === gone) this.unconfirmed.delete(operation)
  }

  private judgeApplied({ data: { entries }, node, seq }: Apply, view: ClusterView): Violation | null {
    let conflict: Violation | null = null
    for (const mark of entries) {
      const known = view.committed.get(mark.index)
      // Some node has applied it before: it is confirmed.
      if (known !== undefined && sameEntry(known.mark, mark)) continue
      this.confirm(mark)
      if (known === undefined || !this.isAcknowledged(known)) continue
      const text = `${known.mark.operation} was answered with ok, but ${node} applied ${nameEntry(mark)} in its place`
      conflict ??= { text, events: [known.seq, seq] }
    }
    return conflict
  }

  private confirm({ operation }: LogEntryMark): void {
    if (operation === undefined) return
    this.unconfirmed.delete(operation)
    addBounded(this.confirmed, operation)
  }

  private missingFrom({ node, term = 0, seq }: EventOf<'role'>, view: ClusterView): Violation | null {
    for (const known of view.missingFrom(node, term)) {
      if (!this.isAcknowledged(known)) continue
      const text = `${known.mark.operation} was answered with ok, but ${node} leads term ${term} without it`
      return { text, events: [known.seq, seq] }
    }
    return null
  }

  private isAcknowledged({ mark }: ObservedEntry): boolean {
    return mark.operation !== undefined && this.acknowledged.has(mark.operation)
  }
}

function addBounded(set: Set<string>, value: string): void {
  set.add(value)
  if (set.size > WRITES_MAX) set.delete(firstOf(set))
}

function firstOf<T>(items: Iterable<T>): T {
  for (const item of items) return item
  throw new Error('empty')
}
