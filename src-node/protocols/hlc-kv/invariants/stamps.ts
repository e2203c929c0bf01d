/** Whether stamps are above what they must be above. */
import { compareHybrid, hybridText } from '../../../../src-shared/causality/hybrid-clock'
import type { HybridTime } from '../../../../src-shared/causality/hybrid-clock'
import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { TimeClosed, VersionStamped, VersionsReceived } from '../../../../src-shared/protocols/hlc-kv/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { Disks } from '../../numbered-updates/disks'

/** The greatest stamp so far, what it is of, and the event that told it. */
interface Greatest {
  readonly stamp: HybridTime
  readonly what: string
  readonly seq: number
}

class GreatestBy<Name> {
  private readonly known = new Map<Name, Greatest>()

  of(name: Name): Greatest | undefined {
    return this.known.get(name)
  }

  observe(name: Name, stamped: Greatest): void {
    const before = this.known.get(name)
    if (before === undefined || compareHybrid(before.stamp, stamped.stamp) < 0) this.known.set(name, stamped)
  }

  forget(name: Name): void {
    this.known.delete(name)
  }
}

/** The clock condition for writes: what a node or its client had seen has the smaller stamp. */
export class StampAboveSeen implements LiveInvariant {
  readonly name = 'stamp-above-seen'
  readonly reads = [VersionStamped.name, VersionsReceived.name, 'node-started']
  private readonly seen = new GreatestBy<NodeId>()
  private readonly disks = new Disks()

  observe(event: LabEvent): Violation | null {
    // What was on a disk that is lost it has not seen.
    if (event.kind === 'node-started' && this.disks.isAnother(event)) this.seen.forget(event.node)
    if (VersionsReceived.is(event))
      for (const { operation, stamp } of event.data.versions)
        this.seen.observe(event.node, { stamp, what: operation, seq: event.seq })
    return VersionStamped.is(event) ? this.judge(event) : null
  }

  private judge({ node, seq, data: { operation, stamp, session } }: VersionStamped): Violation | null {
    const seen = this.seen.of(node)
    if (seen !== undefined && compareHybrid(stamp, seen.stamp) <= 0) {
      const text = `${node} stamped ${operation} with ${hybridText(stamp)}, though it had ${seen.what} at ${hybridText(seen.stamp)}`
      return { text, events: [seen.seq, seq] }
    }
    if (session === null || compareHybrid(stamp, session) > 0) return null
    const text = `${node} stamped ${operation} with ${hybridText(stamp)}, though its client had seen ${hybridText(session)}`
    return { text, events: [seq] }
  }
}

/** Stamps of an origin go up, whatever happens to its clock and its process. */
export class StampsForward implements LiveInvariant {
  readonly name = 'stamps-forward'
  readonly reads = [VersionStamped.name, TimeClosed.name]
  private readonly used = new GreatestBy<string>()

  observe(event: LabEvent): Violation | null {
    if (TimeClosed.is(event)) {
      const { origin, stamp } = event.data
      this.used.observe(origin, { stamp, what: 'the time that it had closed', seq: event.seq })
    }
    return VersionStamped.is(event) ? this.judge(event) : null
  }

  private judge({ node, seq, data: { operation, origin, stamp } }: VersionStamped): Violation | null {
    const used = this.used.of(origin)
    this.used.observe(origin, { stamp, what: operation, seq })
    if (used === undefined || compareHybrid(stamp, used.stamp) > 0) return null
    const text = `${node} stamped ${operation} with ${hybridText(stamp)}, not above ${used.what} at ${hybridText(used.stamp)}`
    return { text, events: [used.seq, seq] }
  }
}
