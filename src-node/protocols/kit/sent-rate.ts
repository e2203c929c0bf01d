/** Whether nodes send no faster than their throttles let them: what invariants of a protocol that moves data in parts watch. */
import type { LabEvent } from '../../../src-shared/events'
import type { NodeId } from '../../../src-shared/ids'
import type { Violation } from '../contract'

const WINDOW_US = 1_000_000

export interface SentPart {
  readonly bytes: number
  /** 0: as fast as it can. */
  readonly limit_bytes_s: number
}

interface Sent extends SentPart {
  readonly t: number
  readonly seq: number
}

/** Over a second a node sends what its rate allows, and two parts more: one may be under way, and a restart forgets the last. */
export class SentRate {
  /** By node: what it sent during the last second. */
  private readonly sent = new Map<NodeId, Sent[]>()

  /** `what`: of what the part is, for the text. */
  constructor(private readonly what: string) {}

  /** The node has sent a part; answers what is wrong with that. */
  observe({ t, seq }: LabEvent, node: NodeId, { bytes, limit_bytes_s }: SentPart): Violation | null {
    const sent = (this.sent.get(node) ?? []).filter((before) => t - before.t < WINDOW_US)
    sent.push({ t, seq, bytes, limit_bytes_s })
    this.sent.set(node, sent)
    const limits = sent.map((part) => part.limit_bytes_s)
    if (limits.includes(0)) return null
    const total = sent.reduce((sum, part) => sum + part.bytes, 0)
    const limit = Math.max(...limits)
    if (total <= limit + 2 * Math.max(...sent.map((part) => part.bytes))) return null
    // Told once of a second.
    this.sent.set(node, [])
    const text = `${node} sent ${total} bytes of ${this.what} within a second, where ${limit} are allowed`
    return { text, events: [sent[0]!.seq, seq] }
  }
}
