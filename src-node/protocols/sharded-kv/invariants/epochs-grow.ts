import type { LabEvent } from '../../../../src-shared/events'
import { MapPublished, ShardServing } from '../../../../src-shared/protocols/sharded-kv/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'

/** Maps, and owners of shards, remembered. */
const MAPS_MAX = 1000
const OWNERS_MAX = 10_000

/** A map of an epoch is always the same; owners of a shard follow each other by growing epochs. */
export class EpochsGrow implements LiveInvariant {
  readonly name = 'epochs-grow'
  readonly reads = [MapPublished.name, ShardServing.name]
  private readonly maps = new Map<number, { readonly owners: string; readonly seq: number }>()
  /** By node. */
  private readonly newest_maps = new Map<string, number>()
  /** The newest epoch of each shard. */
  private readonly newest = new Map<number, { readonly epoch: number; readonly seq: number }>()
  private readonly known = new Map<string, true>()

  observe(event: LabEvent): Violation | null {
    if (MapPublished.is(event)) return this.takeMap(event)
    return ShardServing.is(event) ? this.takeOwner(event) : null
  }

  private takeMap({ data: { epoch, shards }, node, seq }: LabEvent & MapPublished): Violation | null {
    const owners = shards.map(({ id, from, group }) => `${id} ${from}=${group}`).join()
    const known = this.maps.get(epoch)
    if (known === undefined) {
      const newest = this.newest_maps.get(node) ?? 0
      setBounded(this.maps, epoch, { owners, seq }, MAPS_MAX)
      this.newest_maps.set(node, Math.max(newest, epoch))
      return epoch < newest ? { text: `${node} publishes map ${epoch} after map ${newest}`, events: [seq] } : null
    }
    if (known.owners === owners) return null
    return { text: `${node} publishes another map ${epoch} than there was before`, events: [known.seq, seq] }
  }

  private takeOwner({ data: { shard, epoch }, node, seq }: LabEvent & ShardServing): Violation | null {
    const name = `${shard}/${epoch}`
    if (this.known.has(name)) return null
    setBounded(this.known, name, true, OWNERS_MAX)
    const newest = this.newest.get(shard)
    if (newest !== undefined && epoch < newest.epoch)
      return { text: `${node} serves shard ${shard} by move ${epoch}, after move ${newest.epoch}`, events: [newest.seq, seq] }
    this.newest.set(shard, { epoch, seq })
    return null
  }
}
