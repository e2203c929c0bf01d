import type { EventOf, LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import type { LiveInvariant, Violation } from '../../contract'
import { isSame, supersedes } from '../version'
import { Disks } from './disks'
import { HintDisks } from './hint-disks'

/** Claims without an acknowledgement, and suspicions, that are remembered; beyond it the oldest is dropped. */
const OPEN_MAX = 1_000

type Claim = EventOf<'write-quorum'>

/** A node that was counted and has not shown yet that it had the write, or a hint of it for a replica. */
interface Suspicion {
  readonly node: NodeId
  /** Null: its own copy was counted. */
  readonly stands_in_for: NodeId | null
  readonly claim: Claim
  /** When the client was told, and by which event. */
  readonly t: number
  readonly told_by: number
}

/** What an acknowledgement says of disks is true. */
export class WriteQuorum implements LiveInvariant {
  readonly name = 'write-quorum'
  private readonly disks = new Disks()
  private readonly hints = new HintDisks()
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
      case 'versions':
      case 'hints': {
        // What it tells now it did before; only later than the acknowledgement does it count against it.
        const violation = this.heardFrom(event.node, event)
        if (event.kind === 'versions') this.disks.observe(event)
        else this.hints.observe(event)
        this.suspicions = this.suspicions.filter((one) => one.t < event.t || !this.has(one))
        return violation
      }
      case 'sample':
        return this.heardFrom(event.node, event)
      default:
        return null
    }
  }

  private claimed(claim: Claim): Violation | null {
    const { stored_by, hinted_by, needed, operation } = claim
    const disks = new Set([...stored_by, ...hinted_by]).size
    if (disks < needed) {
      const text = `${claim.node} acknowledges ${operation} with ${disks} of ${needed} disks.`
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
    const counted = [
      ...claim.stored_by.map((node) => ({ node, stands_in_for: null })),
      ...claim.hinted_by.map((node, i) => ({ node, stands_in_for: claim.hinted_for[i]! }))
    ]
    for (const one of counted) {
      if (!this.has({ ...one, claim })) this.suspicions.push({ ...one, claim, t, told_by: seq })
    }
    this.suspicions.splice(0, this.suspicions.length - OPEN_MAX)
    return null
  }

  /** Having come to a later moment, the node has told everything that it did before. */
  private heardFrom(node: NodeId, { t, seq }: LabEvent): Violation | null {
    const guilty = this.suspicions.find((suspicion) => suspicion.node === node && suspicion.t < t)
    if (guilty === undefined) return null
    this.suspicions = this.suspicions.filter((suspicion) => suspicion !== guilty)
    const { claim, told_by, stands_in_for } = guilty
    const counted = [...claim.stored_by, ...claim.hinted_by.map((by, i) => `${by} for ${claim.hinted_for[i]}`)].join(', ')
    const lack = stands_in_for === null ? 'it' : `a hint of it for ${stands_in_for}`
    const text = `${claim.operation} was acknowledged as stored by ${counted}, but ${node} did not have ${lack} on disk.`
    return { text, events: [claim.seq, told_by, seq] }
  }

  /** The node has told of the version, or of what superseded it; an empty row was once a tombstone, or a hint that is handed over. */
  private has({ node, stands_in_for, claim: { key, version } }: Pick<Suspicion, 'node' | 'stands_in_for' | 'claim'>): boolean {
    const row = stands_in_for === null ? this.disks.row(node, key) : this.hints.row(node, stands_in_for, key)
    return row !== undefined && (row.length === 0 || row.some((one) => isSame(one, version) || supersedes(one, version)))
  }
}
