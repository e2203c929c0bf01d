import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import {
  ShardMerged,
  ShardReleased,
  ShardServing,
  ShardSplit,
  ShardsRecovered
} from '../../../../src-shared/protocols/sharded-kv/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'
import { Overdue, OVERDUE_READS } from './overdue'

/** Shards remembered: more than there can be at a time. */
const SHARDS_MAX = 4096

type Bound = number | string

type Told = LabEvent & { readonly node: NodeId }

interface Range {
  readonly from: Bound
  readonly to: Bound | null
}

/** What is known of a shard: whoever tells of an older epoch is late. Released to a move comes before served by it. */
interface Known {
  readonly epoch: number
  /** Null: released, or merged into another. */
  readonly range: Range | null
  /** Who told it. */
  readonly node: NodeId
  readonly seq: number
}

/** No two shards that are served have a key in common. */
export class RangesApart implements LiveInvariant {
  readonly name = 'ranges-apart'
  readonly reads = [
    ...OVERDUE_READS,
    ShardMerged.name,
    ShardReleased.name,
    ShardServing.name,
    ShardSplit.name,
    ShardsRecovered.name
  ]
  private readonly shards = new Map<number, Known>()
  private readonly overdue = new Overdue()

  observe(event: LabEvent): Violation | null {
    if (event.kind !== 'fact') return this.overdue.find(event)
    if (ShardServing.is(event)) this.take(event, event.data.shard, event.data.epoch, event.data)
    else if (ShardReleased.is(event)) this.take(event, event.data.shard, event.data.epoch, null)
    else if (ShardSplit.is(event)) {
      const { epoch, shard, into, from, at, to } = event.data
      this.take(event, shard, epoch, { from, to: at })
      this.take(event, into, epoch, { from: at, to })
    } else if (ShardMerged.is(event)) {
      const { epoch, shard, with: other, from, to } = event.data
      this.take(event, other, epoch, null)
      this.take(event, shard, epoch, { from, to })
    } else if (ShardsRecovered.is(event)) this.recover(event)
    return this.overdue.find(event)
  }

  private recover(event: LabEvent & ShardsRecovered): void {
    for (const { shard, epoch, status, move, from, to } of event.data.shards) {
      if (status === 'handed-over') this.take(event, shard, move!, null)
      else if (status !== 'moving-in') this.take(event, shard, epoch, { from, to })
    }
  }

  private take(event: Told, shard: number, epoch: number, range: Range | null): void {
    const known = this.shards.get(shard)
    if (known !== undefined && (epoch < known.epoch || (epoch === known.epoch && (range === null || known.range !== null))))
      return
    const now: Known = { epoch, range, node: event.node, seq: event.seq }
    setBounded(this.shards, shard, now, SHARDS_MAX)
    for (const [other, there] of this.shards) if (other !== shard) this.compare([shard, now], [other, there], event)
  }

  /** Of different nodes the one that tells first may be the one that came second. */
  private compare([a, known]: [number, Known], [b, other]: [number, Known], event: Told): void {
    const name = a < b ? `${a}/${b}` : `${b}/${a}`
    if (known.range === null || other.range === null || !overlap(known.range, other.range)) return this.overdue.arrived(name)
    const text = `shards ${a} and ${b} are served with keys in common: ${rangeText(known.range)} and ${rangeText(other.range)}`
    this.overdue.expect(name, { text, events: [other.seq, known.seq] }, [other.node, known.node], event)
  }
}

function overlap(a: Range, b: Range): boolean {
  return (b.to === null || a.from < b.to) && (a.to === null || b.from < a.to)
}

function rangeText({ from, to }: Range): string {
  return `${JSON.stringify(from)} to ${to === null ? 'the last' : `before ${JSON.stringify(to)}`}`
}
