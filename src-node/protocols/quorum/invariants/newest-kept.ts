import type { LabEvent } from '../../../../src-shared/events'
import type { LiveInvariant, Violation } from '../../contract'
import { describeVersion, isSame, supersedes } from '../version'
import { Disks, DISKS_READS } from './disks'

/** What is on disk gives way only to what supersedes it; a tombstone may go by itself. */
export class NewestKept implements LiveInvariant {
  readonly name = 'newest-kept'
  readonly reads = DISKS_READS
  private readonly disks = new Disks()

  observe(event: LabEvent): Violation | null {
    for (const { node, key, before, after, reported_by } of this.disks.observe(event)) {
      const lost = before.find((old) => !old.deleted && !after.some((now) => isSame(now, old) || supersedes(now, old)))
      if (lost === undefined) continue
      const now = after.length === 0 ? 'nothing' : after.map(describeVersion).join(' and ')
      const text = `${node} had ${lost.operation}’s ${key} (${describeVersion(lost)}) on disk and has ${now} in its place.`
      return { text, events: [reported_by, event.seq] }
    }
    return null
  }
}
