import { describe, expect, it } from 'vitest'
import type { EventBody } from '../../../src-shared/events'
import {
  ShardMerged,
  ShardReleased,
  ShardServing,
  ShardSplit,
  ShardsRecovered
} from '../../../src-shared/protocols/sharded-kv/facts'
import { RangesApart } from '../../../src-node/protocols/sharded-kv/invariants/ranges-apart'
import { SplitsKeepRows } from '../../../src-node/protocols/sharded-kv/invariants/splits-keep-rows'
import type { LiveInvariant } from '../../../src-node/protocols/contract'

const LATER_US = 1_000_000

/** What an invariant finds in facts that come one after the other, and a second later. */
function findings(invariant: LiveInvariant, facts: readonly EventBody[]): string[] {
  const events = facts.map((fact, seq) => ({ ...fact, t: 0, seq }))
  const later = { kind: 'node-ready', node: 'n1', boot: 1, recovered_records: 0, truncated_bytes: 0, t: LATER_US, seq: 99 }
  return [...events, later].flatMap((event) => invariant.observe(event as never)?.text ?? [])
}

function serving(node: string, shard: number, epoch: number, from: string, to: string | null) {
  return ShardServing.of(node, { shard, epoch, from, to, keys: 0, digest: 0 })
}

function released(node: string, shard: number, epoch: number, from: string, to: string | null) {
  return ShardReleased.of(node, { shard, epoch, from, to, keys: 0, digest: 0 })
}

const STOCK = { keys: 0, digest: 0 }
const CHANGE = { shard: 1, from: '', to: null, ...STOCK, left: STOCK, right: STOCK, reason: 'because' }
const split = ShardSplit.of('n1', { ...CHANGE, epoch: 1, at: 'm', into: 2 })
const moved = [released('n1', 2, 2, 'm', null), serving('n2', 2, 2, 'm', null)]

describe('ranges', () => {
  const judge = (...facts: EventBody[]) => findings(new RangesApart(), [serving('n1', 1, 0, '', null), ...facts])

  it('are apart when they are split, moved and merged', () => {
    const back = [released('n2', 2, 3, 'm', null), serving('n1', 2, 3, 'm', null)]
    const merged = ShardMerged.of('n1', { ...CHANGE, epoch: 4, at: 'm', with: 2 })
    expect(judge(split, ...moved, ...back, merged)).toEqual([])
  })

  it('are apart where the other owner is the first to tell, or tells again what was before', () => {
    expect(judge(moved[1]!, moved[0]!, split)).toEqual([])
    expect(judge(split, ...moved, serving('n3', 1, 0, '', null), split)).toEqual([])
  })

  it('overlap where a shard that was split is served whole', () => {
    const text = 'shards 1 and 2 are served with keys in common: "" to the last and "m" to the last'
    expect(judge(split, ...moved, serving('n3', 1, 5, '', null))).toEqual([text])
  })

  it('overlap where nobody has split what is served in parts', () => {
    expect(judge(moved[1]!)).toHaveLength(1)
  })

  it('are what a node recovers, should its last words be lost', () => {
    const state = { keys: 0, digest: 0, status: 'serving', move: null }
    const shards = [{ ...state, shard: 1, epoch: 1, from: '', to: 'm' }]
    expect(judge(moved[1]!, ShardsRecovered.of('n1', { shards }))).toEqual([])
  })
})

describe('the rows of a range', () => {
  const judge = (left: typeof STOCK, right: typeof STOCK) =>
    findings(new SplitsKeepRows(), [
      ShardSplit.of('n1', { ...CHANGE, epoch: 1, at: 'm', into: 2, keys: 3, digest: 0b101, left, right }),
      ShardMerged.of('n1', { ...CHANGE, epoch: 1, at: 'm', with: 2, keys: 3, digest: 0b101, left, right })
    ])

  it('are those of its parts', () => {
    expect(judge({ keys: 1, digest: 0b110 }, { keys: 2, digest: 0b011 })).toEqual([])
  })

  it('are lost where its parts have fewer, or others', () => {
    expect(judge({ keys: 1, digest: 0b110 }, { keys: 1, digest: 0b011 })).toEqual([
      'shard 1 is split at "m" with 3 keys, but its parts have 1 and 1',
      'shard 1 is merged at "m" with 3 keys, but its parts have 1 and 1'
    ])
    expect(judge({ keys: 1, digest: 0b111 }, { keys: 2, digest: 0b011 })[0]).toContain('and other values')
  })
})
