import type { EventOf, LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import type { LiveInvariant, Violation } from '../../contract'
import { isSame, supersedes } from '../version'
import { Disks } from './disks'

/** Claims without an acknowledgement, and suspicions, that are remembered; beyond it the oldest is dropped. */
const OPEN_MAX = 1_000

type Claim = EventOf<'write-quorum'>

/** A node that was counted and has not shown yet that it had the write. */
interface Suspicion {
  readonly node: NodeId
  readonly claim: Claim
  /** When the client was told, and by which event. */
  readonly t: number
  readonly told_by: number
}

/** What an acknowledgement says of disks is true. */
export class WriteQuorum implements LiveInvariant {
  readonly name = 'write-quorum'
  private readonly disks = new Disks()
  private readonly claims = new Map<string, Claim>()
  private suspicions: Suspicion[] = []

  observe(event: LabEvent): Violation | null {
    switch (event.kind) {
      case 'gap':
        this.suspicions = []
        return null
      case 'write-quorum':
        return this.claimed(event)
      case 'ok':
        return this.acknowledged(event)
      case 'node-started':
      case 'node-exited':
        // What it did before it died it may not have been able to tell.
        this.suspicions = this.suspicions.filter(({ node }) => node !== event.node)
        return null
      case 'versions': {
        // What it tells now it did before; only later than the acknowledgement does it count against it.
        const violation = this.heardFrom(event.node, event)
        this.disks.observe(event)
        this.suspicions = this.suspicions.filter((one) => one.t < event.t || !this.has(one.node, one.claim))
        return violation
      }
      case 'sample':
        return this.heardFrom(event.node, event)
      default:
        return null
    }
  }

  private claimed(claim: Claim): Violation | null {
    const { stored_by, hinted_for, needed, operation } = claim
    if (stored_by.length + hinted_for.length < needed) {
      const text = `${claim.node} acknowledges ${operation} with ${stored_by.length + hinted_for.length} of ${needed} replicas.`
      return { text, events: [claim.seq] }
    }
    this.claims.set(operation, claim)
    if (this.claims.size > OPEN_MAX) this.claims.delete(this.claims.keys().next().value!)
    return null
  }

  private acknowledged({ client, op, t, seq }: EventOf<'ok'>): null {
    const operation = `${client}:${op}`
    const claim = this.claims.get(operation)
    if (claim === undefined) return null
    this.claims.delete(operation)
    for (const node of claim.stored_by) {
      if (!this.has(node, claim)) this.suspicions.push({ node, claim, t, told_by: seq })
    }
    this.suspicions.splice(0, this.suspicions.length - OPEN_MAX)
    return null
  }

  /** Having come to a later moment, the node has told everything that it did before. */
  private heardFrom(node: NodeId, { t, seq }: LabEvent): Violation | null {
    const guilty = this.suspicions.find((suspicion) => suspicion.node === node && suspicion.t < t)
    if (guilty === undefined) return null
    this.suspicions = this.suspicions.filter((suspicion) => suspicion !== guilty)
    const { claim, told_by } = guilty
    const text = `${claim.operation} was acknowledged as stored by ${claim.stored_by.join(', ')}, but ${node} did not have it on disk.`
    return { text, events: [claim.seq, told_by, seq] }
  }

  /** The node has told of the version, or of what superseded it; an empty row was once a tombstone. */
  private has(node: NodeId, { key, version }: Claim): boolean {
    const row = this.disks.row(node, key)
    return row !== undefined && (row.length === 0 || row.some((one) => isSame(one, version) || supersedes(one, version)))
  }
}
