import type { LabEvent } from '../../../../src-shared/events'
import { ShardReleased, ShardServing, ShardsRecovered } from '../../../../src-shared/protocols/sharded-kv/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'
import { MoveParties, PARTIES_READS } from './move-parties'
import { Overdue, OVERDUE_READS } from './overdue'

/** Owners remembered, by shard and move. */
const OWNERS_MAX = 10_000

interface Owner {
  readonly group: string
  readonly seq: number
}

/** A group serves what a move brought it only once the owner before has released it to that move. */
export class OneOwner implements LiveInvariant {
  readonly name = 'one-owner'
  readonly reads = [...PARTIES_READS, ...OVERDUE_READS, ShardReleased.name, ShardServing.name, ShardsRecovered.name]
  private readonly owners = new Map<string, Owner>()
  private readonly released = new Map<string, true>()
  private readonly parties = new MoveParties()
  private readonly overdue = new Overdue()

  observe(event: LabEvent): Violation | null {
    this.parties.observe(event)
    if (ShardReleased.is(event)) this.release(`${event.data.shard}/${event.data.epoch}`)
    else if (ShardsRecovered.is(event)) {
      // Whoever has handed it over says so by what it recovers, should its last words be lost.
      for (const { shard, status, move } of event.data.shards) if (status === 'handed-over') this.release(`${shard}/${move}`)
    } else if (ShardServing.is(event)) return this.serve(event) ?? this.overdue.find(event)
    return this.overdue.find(event)
  }

  private release(name: string): void {
    setBounded(this.released, name, true, OWNERS_MAX)
    this.overdue.arrived(name)
  }

  private serve(event: LabEvent & ShardServing): Violation | null {
    const { seq, node, data } = event
    const { shard, epoch } = data
    const name = `${shard}/${epoch}`
    const group = event.group ?? node
    const known = this.owners.get(name)
    if (known?.group === group) return null
    if (known !== undefined)
      return { text: `${group} serves shard ${shard} by move ${epoch}, as ${known.group} does`, events: [known.seq, seq] }
    setBounded(this.owners, name, { group, seq }, OWNERS_MAX)
    if (epoch > 0 && !this.released.has(name)) {
      const text = `${group} serves shard ${shard}, which its owner has not released to move ${epoch}`
      this.overdue.expect(name, { text, events: [seq] }, this.parties.nodesOf(epoch, 'from'), event)
    }
    return null
  }
}
