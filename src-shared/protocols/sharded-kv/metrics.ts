/** What moves of shards cost. */
import type { Span } from '../../folds/time-buckets'
import { isWithin, metricsPerSpan } from '../../metrics/metric'
import type { Metrics } from '../../metrics/metric'
import { mapsFold } from './maps'
import type { GroupsChange } from './maps'
import { keysOfMove, longestStageUs, movesFold, reachedUs, timeLeftMs } from './moves'
import type { ShardMove } from './moves'
import { regroupingOf } from './regrouping'

/** A move counts with the moment at which its new owner serves; windows as far as they are within the span. */
export const moveMetrics = metricsPerSpan({
  descriptions: [
    { name: 'moves.done', title: 'Shards that moved', unit: '' },
    { name: 'moves.cancelled', title: 'Moves cancelled', unit: '' },
    { name: 'moves.open', title: 'Moves under way at the end', unit: '' },
    { name: 'moved.keys', title: 'Keys moved', unit: 'keys' },
    { name: 'moved.bytes', title: 'Bytes moved', unit: 'bytes' },
    { name: 'moved.shards_percent', title: 'Shards moved since groups changed last', unit: '%' },
    { name: 'moved.keys_percent', title: 'Keys moved since groups changed last, of those there were', unit: '%' },
    { name: 'moved.theory_percent', title: 'Keys that have to move in theory', unit: '%' },
    { name: 'moved.heir_percent', title: 'Shards moved since groups changed last that went to the same group', unit: '%' },
    { name: 'move_ms.max', title: 'Longest move: from its first chunk until its new owner serves', unit: 'ms' },
    { name: 'move_left_ms.max', title: 'Longest time left of moves under way at the end, as fast as they are', unit: 'ms' },
    { name: 'read_only_ms.max', title: 'Longest time that a shard took no writes', unit: 'ms' },
    { name: 'unserved_ms.max', title: 'Longest time that nobody served a shard', unit: 'ms' },
    { name: 'rebalance_ms', title: 'From the change of groups to the last shard that moved for it', unit: 'ms' }
  ],
  reads: [...movesFold.reads, ...mapsFold.reads],
  create: () => ({ moves: movesFold.create(), maps: mapsFold.create() }),
  fold({ moves, maps }, event, span, { cluster }) {
    if (event.kind !== 'fact' || event.t >= span.to_us) return
    movesFold.observe(moves, event, cluster)
    mapsFold.observe(maps, event, cluster)
  },
  figures({ moves, maps }, span, { cluster }): Metrics {
    const all = moves.moves.toArray()
    const done = all.filter((move) => isReachedWithin(move, 'active', span))
    const until_us = Math.min(span.to_us, cluster.now_us)
    const within = { from_us: span.from_us, to_us: until_us }
    return {
      'moves.done': done.length,
      'moves.cancelled': all.filter((move) => isReachedWithin(move, 'cancelled', span)).length,
      'moves.open': moves.open.size,
      'moved.keys': keysOf(done),
      'moved.bytes': done.reduce((sum, { progress }) => sum + (progress?.bytes ?? 0), 0),
      ...leftFigures(moves.open.values(), until_us),
      ...(done.length > 0 && {
        'move_ms.max':
          Math.max(...done.map((move) => reachedUs(move, 'active')! - (reachedUs(move, 'copying') ?? move.planned_us))) / 1000,
        'read_only_ms.max': longestStageUs(all, 'read-only', within) / 1000,
        'unserved_ms.max': longestStageUs(all, 'handed-over', within) / 1000
      }),
      ...regroupedFigures(maps.changes.at(-1), done)
    }
  }
})

function regroupedFigures(change: GroupsChange | undefined, done: readonly ShardMove[]): Metrics {
  if (change === undefined) return {}
  const { t_us, of_shards, of_keys, moved_shards, moved_keys, theory_share, last_us } = regroupingOf(change, done)
  return {
    'moved.shards_percent': (100 * moved_shards) / of_shards,
    ...(of_keys > 0 && { 'moved.keys_percent': (100 * moved_keys) / of_keys }),
    'moved.theory_percent': 100 * theory_share,
    ...(moved_shards > 0 && { 'moved.heir_percent': (100 * mostToOne(done, t_us)) / moved_shards }),
    ...(last_us !== null && { rebalance_ms: (last_us - t_us) / 1000 })
  }
}

function leftFigures(open: Iterable<ShardMove>, now_us: number): Metrics {
  const left_ms = [...open].flatMap((move) => timeLeftMs(move, now_us) ?? [])
  return left_ms.length === 0 ? {} : { 'move_left_ms.max': Math.max(...left_ms) }
}

/** Shards that went to the group that most went to. */
function mostToOne(done: readonly ShardMove[], since_us: number): number {
  const counts = new Map<string | null, number>()
  for (const { to, planned_us } of done) if (planned_us >= since_us) counts.set(to, (counts.get(to) ?? 0) + 1)
  return Math.max(...counts.values())
}

function isReachedWithin(move: ShardMove, stage: 'active' | 'cancelled', span: Span): boolean {
  const t_us = reachedUs(move, stage)
  return t_us !== null && isWithin(t_us, span)
}

function keysOf(moves: readonly ShardMove[]): number {
  return moves.reduce((sum, move) => sum + keysOfMove(move), 0)
}
