import type { LabEvent } from '../../../../src-shared/events'
import { millisText, VersionCommitted } from '../../../../src-shared/protocols/spanner-kv/facts'
import type { LiveInvariant, Violation } from '../../contract'

/** Along the log of a group timestamps grow, whoever leads it. */
export class TimestampsGrow implements LiveInvariant {
  readonly name = 'timestamps-grow'
  readonly reads = [VersionCommitted.name]
  private readonly newest = new Map<string, VersionCommitted>()

  observe(event: LabEvent): Violation | null {
    if (!VersionCommitted.is(event) || event.group === undefined) return null
    const before = this.newest.get(event.group)
    // Another leader may tell of the same again.
    if (before !== undefined && event.data.index <= before.data.index) return null
    this.newest.set(event.group, event)
    if (before === undefined || before.data.at_us < event.data.at_us) return null
    return {
      text: `${event.data.operation} comes after ${before.data.operation} in ${event.group}, but its timestamp ${millisText(event.data.at_us)} is not above ${millisText(before.data.at_us)}`,
      events: [before.seq, event.seq]
    }
  }
}
