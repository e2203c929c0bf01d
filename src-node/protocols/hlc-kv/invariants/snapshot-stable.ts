import { timeText } from '../../../../src-shared/causality/hybrid-clock'
import type { LabEvent } from '../../../../src-shared/events'
import { SnapshotRead } from '../../../../src-shared/protocols/hlc-kv/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'
import { Disks } from '../../numbered-updates/disks'

/** Reads remembered; the oldest are forgotten. */
const READS_MAX = 8_192

export class SnapshotStable implements LiveInvariant {
  readonly name = 'snapshot-stable'
  readonly reads = [SnapshotRead.name, 'node-started']
  /** By key and time. */
  private readonly known = new Map<string, SnapshotRead>()
  private readonly disks = new Disks()

  observe(event: LabEvent): Violation | null {
    // With a disk goes what only that had, in closed times too.
    if (event.kind === 'node-started' && this.disks.isAnother(event)) this.known.clear()
    if (!SnapshotRead.is(event)) return null
    const { key, at_us, operation } = event.data
    const name = `${at_us} ${key}`
    const before = this.known.get(name)
    if (before === undefined) setBounded(this.known, name, event, READS_MAX)
    if (before === undefined || before.data.operation === operation) return null
    const text = `${key} as of ${timeText(at_us)} is ${before.data.operation ?? 'nothing'} on ${before.node}, but ${operation ?? 'nothing'} on ${event.node}`
    return { text, events: [before.seq, event.seq] }
  }
}
