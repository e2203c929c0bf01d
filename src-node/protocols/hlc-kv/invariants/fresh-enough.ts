import { compareHybrid, hybridText, timeText } from '../../../../src-shared/causality/hybrid-clock'
import type { LabEvent } from '../../../../src-shared/events'
import { FreshRead, VersionStamped } from '../../../../src-shared/protocols/hlc-kv/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { Disks } from '../../numbered-updates/disks'

/** Newest versions of each key that are remembered. */
const VERSIONS_MAX = 1_024

/** A read that was to miss nothing stamped before a time does not. */
export class ReadFreshEnough implements LiveInvariant {
  readonly reads = [FreshRead.name, VersionStamped.name, 'node-started']
  /** By key, as they were told. */
  private readonly stamped = new Map<string, VersionStamped[]>()
  private readonly disks = new Disks()

  constructor(
    readonly name: string,
    private readonly policy: 'bounded' | 'session'
  ) {}

  observe(event: LabEvent): Violation | null {
    // With a disk goes what only that had.
    if (event.kind === 'node-started' && this.disks.isAnother(event)) this.stamped.clear()
    if (VersionStamped.is(event)) this.remember(event)
    return FreshRead.is(event) && event.data.policy === this.policy ? this.judge(event) : null
  }

  private remember(event: VersionStamped): void {
    const of_key = this.stamped.get(event.data.key)
    if (of_key === undefined) this.stamped.set(event.data.key, [event])
    else of_key.push(event)
    if (of_key !== undefined && of_key.length > VERSIONS_MAX) of_key.shift()
  }

  private judge(read: FreshRead): Violation | null {
    const { key, at_us, operation, stamp } = read.data
    const missed = this.stamped
      .get(key)
      ?.find(({ data }) => data.stamp.physical_us < at_us && (stamp === null || compareHybrid(data.stamp, stamp) > 0))
    if (missed === undefined) return null
    const found = operation ?? 'nothing'
    const text = `${read.node} reads ${found} for ${key}, but ${missed.data.operation} was stamped ${hybridText(missed.data.stamp)}, before ${timeText(at_us)}`
    return { text, events: [missed.seq, read.seq] }
  }
}
