import type { LabEvent } from '../../../../src-shared/events'
import { ShardMerged, ShardSplit } from '../../../../src-shared/protocols/sharded-kv/facts'
import type { LiveInvariant, Violation } from '../../contract'

/** A range has as many rows as its parts together, and the digest of theirs. */
export class SplitsKeepRows implements LiveInvariant {
  readonly name = 'splits-keep-rows'
  readonly reads = [ShardSplit.name, ShardMerged.name]

  observe(event: LabEvent): Violation | null {
    if (!ShardSplit.is(event) && !ShardMerged.is(event)) return null
    const { shard, at, keys, digest, left, right } = event.data
    const what = ShardSplit.is(event) ? 'split' : 'merged'
    if (left.keys + right.keys === keys && (left.digest ^ right.digest) >>> 0 === digest) return null
    const text = `shard ${shard} is ${what} at "${at}" with ${keys} keys, but its parts have ${left.keys} and ${right.keys}`
    return { text: left.keys + right.keys === keys ? `${text}, and other values` : text, events: [event.seq] }
  }
}
