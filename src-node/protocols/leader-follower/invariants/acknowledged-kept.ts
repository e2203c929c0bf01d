import type { EventOf, LabEvent } from '../../../../src-shared/events'
import { isWrite } from '../../../../src-shared/operations'
import type { Loss, Violation } from '../../contract'
import type { Judge } from '../../replicated-log/invariants/invariant-runner'
import type { ClusterView } from '../../replicated-log/invariants/view'
import type { History } from './history'
import { HISTORY_READS } from './history'

/** Writes remembered in each stage. */
const WRITES_MAX = 16_384
/** Lost writes named in a sentence. */
const NAMED_MAX = 12

interface Acknowledged {
  readonly t: number
  readonly seq: number
  /** The highest epoch whose leader is known to have the write. */
  epoch: number
}

/**
 * Looks for acknowledged writes in the log of whoever leads in the highest epoch, whenever that leader has spoken: it has told of its
 * whole log by then. A write that is not there is lost. Under synchronous replication that must not be, and nowhere may a leader
 * lack what it had stored itself; other losses are what the replication allows, and are counted and named.
 */
export class AcknowledgedKept implements Judge {
  readonly name = 'acknowledged-kept'
  readonly reads = [...HISTORY_READS, 'invoke', 'ok', 'sample']
  private readonly invoked = new Set<string>()
  /** By `client:op`. */
  private readonly acknowledged = new Map<string, Acknowledged>()

  constructor(
    private readonly history: History,
    private readonly never_lost: boolean
  ) {}

  judge(event: LabEvent, view: ClusterView): Violation | Loss | null {
    this.history.observe(event, view)
    switch (event.kind) {
      case 'gap':
        this.acknowledged.clear()
        return null
      case 'invoke':
        if (isWrite(event.operation)) addBounded(this.invoked, `${event.client}:${event.op}`)
        return null
      case 'ok':
        return this.acknowledge(event)
      case 'sample':
        return view.leads && event.node === view.leader?.node ? this.search(event, view) : null
      default:
        return null
    }
  }

  private acknowledge({ client, op, t, seq }: EventOf<'ok'>): null {
    const operation = `${client}:${op}`
    if (!this.invoked.delete(operation)) return null
    this.acknowledged.set(operation, { t, seq, epoch: 0 })
    if (this.acknowledged.size > WRITES_MAX) this.acknowledged.delete(this.acknowledged.keys().next().value!)
    return null
  }

  private search({ t, seq }: EventOf<'sample'>, view: ClusterView): Violation | Loss | null {
    const { node, term } = view.leader!
    const lost: string[] = []
    const shown: number[] = []
    let broken: string | null = null
    for (const [operation, write] of this.acknowledged) {
      if (write.epoch === term || write.t >= t) continue
      const marks = this.history.marksOf(operation)
      if (marks.length === 0 || marks.some((mark) => view.holds(node, mark))) {
        write.epoch = term
        continue
      }
      this.acknowledged.delete(operation)
      lost.push(operation)
      shown.push(write.seq)
      if (this.never_lost || marks.some((mark) => this.history.mustHold(node, mark))) broken ??= operation
    }
    if (lost.length === 0) return null
    if (broken !== null)
      return { text: `${broken} was answered with ok, but ${node} leads epoch ${term} without it`, events: [...shown, seq] }
    const text = `${node} leads epoch ${term} without ${lost.length} acknowledged ${lost.length === 1 ? 'write' : 'writes'}: ${namesOf(lost)}`
    return { lost, text, events: [...shown, seq] }
  }
}

function namesOf(operations: readonly string[]): string {
  const more = operations.length - NAMED_MAX
  return `${operations.slice(0, NAMED_MAX).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

function addBounded(set: Set<string>, value: string): void {
  set.add(value)
  if (set.size > WRITES_MAX) set.delete(set.values().next().value!)
}
