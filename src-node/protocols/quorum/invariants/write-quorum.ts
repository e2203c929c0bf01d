import type { EventOf, LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { Hints, Versions, WriteAcknowledged } from '../../../../src-shared/protocols/quorum/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { ReportedVersions } from './reported-versions'

/** Claims without an acknowledgement, and suspicions, that are remembered; beyond it the oldest is dropped. */
const OPEN_MAX = 1_000

type Claim = WriteAcknowledged

/** A node that was counted and has not shown yet that it had the write, or a hint of it for a replica. */
interface Suspicion {
  readonly node: NodeId
  /** Null: its own copy was counted. */
  readonly stands_in_for: NodeId | null
  readonly claim: Claim
  /** When the client was told, and by which event. */
  readonly t: number
  readonly reported_by: number
}

/** What an acknowledgement says of disks is true, as far as the nodes' disks are known. */
export class WriteQuorum implements LiveInvariant {
  readonly name = 'write-quorum'
  private readonly copies = new ReportedVersions()
  private readonly hints = new ReportedVersions()
  /** Operations under way, since the last gap: of earlier ones it is not known what the nodes told. */
  private readonly open = new Set<string>()
  private readonly claims = new Map<string, Claim>()
  private suspicions: Suspicion[] = []

  observe(event: LabEvent): Violation | null {
    switch (event.kind) {
      case 'gap':
        this.suspicions = []
        this.claims.clear()
        this.open.clear()
        return null
      case 'invoke':
        this.open.add(`${event.client}:${event.op}`)
        return null
      case 'fail':
      case 'info':
        this.ended(event)
        return null
      case 'fact':
        return this.judgeFact(event)
      case 'ok':
        return this.acknowledged(event)
      case 'node-started':
      case 'node-exited':
        // What it did before it died it may not have been able to tell.
        this.suspicions = this.suspicions.filter(({ node }) => node !== event.node)
        return null
      case 'sample':
        return this.heardFrom(event.node, event)
      default:
        return null
    }
  }

  private judgeFact(event: EventOf<'fact'>): Violation | null {
    if (WriteAcknowledged.is(event)) return this.claimed(event)
    // What it tells now it did before; only later than the acknowledgement does it count against it.
    const violation = this.heardFrom(event.node, event)
    if (Versions.is(event)) for (const { key, versions } of event.data.rows) this.copies.add(event.node, key, versions)
    if (Hints.is(event))
      for (const { to, key, versions } of event.data.hints) this.hints.add(event.node, hintName(to, key), versions)
    this.suspicions = this.suspicions.filter((one) => one.t < event.t || this.lacks(one))
    return violation
  }

  private claimed(claim: Claim): Violation | null {
    const { stored_by, hinted_by, needed, operation } = claim.data
    const disks = new Set([...stored_by, ...hinted_by]).size
    if (disks < needed) {
      const text = `${claim.node} acknowledges ${operation} with ${disks} of ${needed} disks.`
      return { text, events: [claim.seq] }
    }
    if (!this.open.has(operation)) return null
    this.claims.set(operation, claim)
    if (this.claims.size > OPEN_MAX) this.claims.delete(this.claims.keys().next().value!)
    return null
  }

  /** Answers what its coordinator claimed, if that is remembered. */
  private ended({ client, op }: Pick<EventOf<'ok'>, 'client' | 'op'>): Claim | undefined {
    const operation = `${client}:${op}`
    const claim = this.claims.get(operation)
    this.open.delete(operation)
    this.claims.delete(operation)
    return claim
  }

  private acknowledged(event: EventOf<'ok'>): null {
    const { t, seq } = event
    const claim = this.ended(event)
    if (claim === undefined) return null
    const counted = [
      ...claim.data.stored_by.map((node) => ({ node, stands_in_for: null })),
      ...claim.data.hinted_by.map((node, i) => ({ node, stands_in_for: claim.data.hinted_for[i]! }))
    ]
    for (const one of counted) {
      if (this.lacks({ ...one, claim })) this.suspicions.push({ ...one, claim, t, reported_by: seq })
    }
    this.suspicions.splice(0, Math.max(0, this.suspicions.length - OPEN_MAX))
    return null
  }

  /** Having come to a later moment, the node has told everything that it did before. */
  private heardFrom(node: NodeId, { t, seq }: LabEvent): Violation | null {
    const guilty = this.suspicions.find((suspicion) => suspicion.node === node && suspicion.t < t)
    if (guilty === undefined) return null
    this.suspicions = this.suspicions.filter((suspicion) => suspicion !== guilty)
    const { claim, reported_by, stands_in_for } = guilty
    const { operation, stored_by, hinted_by, hinted_for } = claim.data
    const counted = [...stored_by, ...hinted_by.map((by, i) => `${by} for ${hinted_for[i]}`)].join(', ')
    const lack = stands_in_for === null ? 'it' : `a hint of it for ${stands_in_for}`
    const text = `${operation} was acknowledged as stored by ${counted}, but ${node} did not have ${lack} on disk.`
    return { text, events: [claim.seq, reported_by, seq] }
  }

  /** The node has told neither of the version nor of what superseded it; what is gone again was there once. */
  private lacks({ node, stands_in_for, claim }: Pick<Suspicion, 'node' | 'stands_in_for' | 'claim'>): boolean {
    const { key, version } = claim.data
    if (stands_in_for === null) return this.copies.lacks(node, key, version)
    return this.hints.lacks(node, hintName(stands_in_for, key), version)
  }
}

function hintName(to: NodeId, key: string): string {
  return `${to} ${key}`
}
