import type { LabEvent } from '../../../../src-shared/events'
import { MoveProgress } from '../../../../src-shared/protocols/sharded-kv/facts'
import type { LiveInvariant, Violation } from '../../contract'

const WINDOW_US = 1_000_000

interface Sent {
  readonly t: number
  readonly seq: number
  readonly bytes: number
  readonly limit_bytes_s: number
}

/** Over a second a source sends what its rate allows, and two parts more: one may be under way, and a restart forgets the last. */
export class WithinRate implements LiveInvariant {
  readonly name = 'within-rate'
  readonly reads = [MoveProgress.name]
  /** By source: what it sent during the last second. */
  private readonly sent = new Map<string, Sent[]>()

  observe(event: LabEvent): Violation | null {
    if (!MoveProgress.is(event)) return null
    const { t, seq, node, data } = event
    const sent = (this.sent.get(node) ?? []).filter((before) => t - before.t < WINDOW_US)
    sent.push({ t, seq, bytes: data.part_bytes, limit_bytes_s: data.limit_bytes_s })
    this.sent.set(node, sent)
    const limits = sent.map(({ limit_bytes_s }) => limit_bytes_s)
    if (limits.includes(0)) return null
    const bytes = sent.reduce((sum, part) => sum + part.bytes, 0)
    const allowed = Math.max(...limits) + 2 * Math.max(...sent.map((part) => part.bytes))
    if (bytes <= allowed) return null
    // Told once of a second.
    this.sent.set(node, [])
    const text = `${node} sent ${bytes} bytes of moving shards within a second, where ${Math.max(...limits)} are allowed`
    return { text, events: [sent[0]!.seq, seq] }
  }
}
