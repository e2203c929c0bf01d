import type { EventOf, LabEvent } from '../../../src-shared/events'
import type { NodeId } from '../../../src-shared/ids'
import { isWrite } from '../../../src-shared/operations'
import { Updates } from '../../../src-shared/protocols/numbered-updates/facts'
import type { LiveInvariant, Loss, Violation } from '../contract'
import type { Vector } from './origins'
import { rememberIn } from './bounded'
import { Disks } from './disks'
import { Holders } from './holders'
import { ReportedUpdates } from './reported-updates'

/** A write that no answer has come to. */
interface Open {
  /** What existed when it was invoked: it is none of those. */
  readonly since: Vector
  /** Some node told to have it on its disk. */
  is_stored: boolean
  /** Why nobody will see it again, and the event that told of it. */
  gone: { readonly why: string; readonly seq: number } | null
}

/** A write answered by this node, which nobody told to have on its disk. */
interface Unconfirmed {
  readonly node: NodeId
  readonly seq: number
  readonly since: Vector
}

const OVERWRITTEN = 'overwritten by concurrent writes'

/**
 * A write answered with ok is in its leader's log, and still there when the leader has recovered from a crash. That a concurrent write
 * overwrites it is no breach, but a loss; so is that its only copy was on a disk that is lost. Of a write that it no longer remembers,
 * or that may be among updates that nobody told of, it says nothing.
 */
export class AcknowledgedKept implements LiveInvariant {
  readonly name = 'acknowledged-kept'
  /** By `client:op`, as are the others. */
  private readonly open = new Map<string, Open>()
  private readonly acknowledged = new Map<string, true>()
  /** The newest that some node told to be on its disk. */
  private readonly stored = new Map<string, true>()
  private readonly unconfirmed = new Map<string, Unconfirmed>()
  private readonly disks = new Disks()
  private readonly with_another_disk = new Set<NodeId>()
  private readonly told: ReportedUpdates
  private readonly holders: Holders

  constructor(nodes: readonly NodeId[]) {
    this.told = new ReportedUpdates(nodes)
    this.holders = new Holders(nodes)
  }

  observe(event: LabEvent): Violation | Loss | null {
    switch (event.kind) {
      case 'invoke':
        if (isWrite(event.operation)) this.invoked(`${event.client}:${event.op}`)
        return null
      case 'ok':
        return this.answered(event)
      case 'fail':
      case 'info':
        this.open.delete(`${event.client}:${event.op}`)
        return null
      case 'node-started':
        if (this.disks.isAnother(event)) this.with_another_disk.add(event.node)
        return null
      case 'fact':
        return Updates.is(event) ? this.updatesTold(event) : null
      case 'gap':
        this.open.clear()
        this.unconfirmed.clear()
        this.holders.forget()
        return null
      default:
        return null
    }
  }

  private invoked(name: string): void {
    rememberIn(this.open, name, { since: this.told.so_far, is_stored: this.stored.has(name), gone: null })
  }

  private answered({ client, op, node, seq, result }: EventOf<'ok'>): Loss | null {
    const name = `${client}:${op}`
    const write = this.open.get(name)
    this.open.delete(name)
    // A compare-and-set that found another value changed nothing.
    if (!write || result.swapped === false) return null
    if (!write.is_stored) rememberIn(this.unconfirmed, name, { node, seq, since: write.since })
    if (write.gone !== null) return lossOf([name], write.gone.why, [write.gone.seq, seq])
    rememberIn(this.acknowledged, name, true)
    return null
  }

  private updatesTold(event: Updates): Violation | Loss | null {
    for (const { operation } of event.data.updates) {
      rememberIn(this.stored, operation, true)
      this.unconfirmed.delete(operation)
      const write = this.open.get(operation)
      if (write) write.is_stored = true
    }
    this.told.observe(event)
    const lost_with_disk = this.holders.observe(event)
    if (!event.data.recovered) return this.lose(event.data.overwritten, OVERWRITTEN, event.seq)
    if (!this.with_another_disk.delete(event.node)) return this.missing(event)
    const unconfirmed = this.takeMissing(event).map(([operation]) => operation)
    return this.lose(
      [...lost_with_disk, ...unconfirmed],
      `held by nobody but ${event.node}, whose disk was lost or replaced`,
      event.seq
    )
  }

  private missing(event: Updates): Violation | null {
    const [first] = this.takeMissing(event)
    if (!first) return null
    const [operation, { seq }] = first
    return {
      text: `${event.node} answered ${operation} with ok, but does not have it after its restart`,
      events: [seq, event.seq]
    }
  }

  /** Writes answered by the node that are not among what it recovered; it is not asked for them again. */
  private takeMissing({ node, data: { seen } }: Updates): [operation: string, Unconfirmed][] {
    const answered = [...this.unconfirmed].filter(([, by]) => by.node === node)
    for (const [operation] of answered) this.unconfirmed.delete(operation)
    return answered.filter(([, { since }]) => !this.told.lacks(since, seen))
  }

  private lose(operations: readonly string[], why: string, seq: number): Loss | null {
    const answered = operations.filter((operation) => this.acknowledged.delete(operation))
    for (const operation of operations) {
      const write = this.open.get(operation)
      if (write) write.gone = { why, seq }
    }
    return answered.length > 0 ? lossOf(answered, why, [seq]) : null
  }
}

function lossOf(operations: readonly string[], why: string, events: readonly number[]): Loss {
  return { lost: operations, text: `${operations.join(', ')} answered with ok, but ${why}`, events }
}
