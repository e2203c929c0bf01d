import type { LabEvent } from '../../../../src-shared/events'
import { ShardReleased, ShardServing } from '../../../../src-shared/protocols/sharded-kv/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'

/** Moves remembered. */
const MOVES_MAX = 10_000

/** What the new owner serves has as many rows as what was handed over, and the same digest. */
export class ArrivesWhole implements LiveInvariant {
  readonly name = 'arrives-whole'
  readonly reads = [ShardReleased.name, ShardServing.name]
  private readonly released = new Map<string, LabEvent & ShardReleased>()
  private readonly served = new Map<string, LabEvent & ShardServing>()

  observe(event: LabEvent): Violation | null {
    if (ShardReleased.is(event)) {
      const name = nameOf(event)
      setBounded(this.released, name, event, MOVES_MAX)
      return difference(event, this.served.get(name))
    }
    if (!ShardServing.is(event) || event.data.epoch === 0) return null
    const name = nameOf(event)
    if (this.served.has(name)) return null
    setBounded(this.served, name, event, MOVES_MAX)
    return difference(this.released.get(name), event)
  }
}

function nameOf({ data: { shard, epoch } }: ShardReleased | ShardServing): string {
  return `${shard}/${epoch}`
}

function difference(
  released: (LabEvent & ShardReleased) | undefined,
  served: (LabEvent & ShardServing) | undefined
): Violation | null {
  if (released === undefined || served === undefined) return null
  const { shard, epoch, keys, digest } = served.data
  if (keys === released.data.keys && digest === released.data.digest) return null
  const what = keys === released.data.keys ? 'other values' : `${keys} keys`
  return {
    text: `shard ${shard} arrives by move ${epoch} with ${what} instead of the ${released.data.keys} keys handed over`,
    events: [released.seq, served.seq]
  }
}
