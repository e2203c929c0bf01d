/** What a change of groups moves, beside theory. A shard weighs as many keys as it had when groups changed, whatever was written since. */
import type { RunFold } from '../../folds/run'
import { mapsFold } from './maps'
import type { GroupsChange, PublishedMap } from './maps'
import { keysOfMove, movesFold, reachedUs } from './moves'
import type { ShardMove } from './moves'

export interface Regrouping {
  /** `n4 joined`. */
  readonly cause: string
  readonly t_us: number
  readonly of_shards: number
  readonly of_keys: number
  /** What was not where it should be. */
  readonly planned_shards: number
  readonly planned_keys: number
  /** What has reached its new owner since. */
  readonly moved_shards: number
  readonly moved_keys: number
  /** Of all keys that have to move for even loads, from 0 to 1. */
  readonly theory_share: number
  /** When the newest of these moves was served by its new owner; null: none is yet. */
  readonly last_us: number | null
}

/** A change of groups with the moves that were planned from then until the next. */
export interface RegroupingStory extends Regrouping {
  readonly before: PublishedMap | null
  /** The last map before the next change. */
  readonly after: PublishedMap
  readonly moves: readonly ShardMove[]
}

/** The newest; null: groups have not changed. */
export function newestRegrouping(run: RunFold): Regrouping | null {
  const change = mapsFold.of(run)?.changes.at(-1)
  return change ? regroupingOf(change, movesFold.of(run)?.moves ?? []) : null
}

/** All that are known, oldest first. */
export function regroupingStories(run: RunFold): RegroupingStory[] {
  const maps = mapsFold.of(run)
  const changes = maps?.changes.toArray() ?? []
  const all = movesFold.of(run)?.moves.toArray() ?? []
  return changes.map((change, at) => {
    const next = changes[at + 1]
    const until_us = next?.first.t_us ?? Infinity
    const moves = all.filter(({ planned_us }) => planned_us >= change.first.t_us && planned_us < until_us)
    const after = next?.before ?? maps!.current ?? change.first
    return { ...regroupingOf(change, moves), before: change.before, after, moves }
  })
}

export function regroupingOf({ first }: GroupsChange, moves: Iterable<ShardMove>): Regrouping {
  const { t_us, shards } = first
  const { cause, expected_share, misplaced, keys } = first.theory!
  const keys_of = new Map(shards.map(({ id }, at) => [id, keys[at] ?? 0]))
  const since = [...moves].filter((move) => move.planned_us >= t_us && reachedUs(move, 'active') !== null)
  const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0)
  return {
    cause,
    t_us,
    of_shards: shards.length,
    of_keys: sum(keys),
    planned_shards: misplaced.length,
    planned_keys: sum(misplaced.map((id) => keys_of.get(id) ?? 0)),
    moved_shards: since.length,
    // A shard that was split off later had none.
    moved_keys: sum(since.map((move) => keys_of.get(move.shard) ?? keysOfMove(move))),
    theory_share: expected_share,
    last_us: since.length === 0 ? null : Math.max(...since.map((move) => reachedUs(move, 'active')!))
  }
}

/** The part of all keys that has moved, and that is to; of all shards while there are no keys. */
export function sharesOf(regrouping: Regrouping): { readonly moved: number; readonly planned: number } {
  const { of_keys, of_shards, moved_keys, planned_keys, moved_shards, planned_shards } = regrouping
  return of_keys > 0
    ? { moved: moved_keys / of_keys, planned: planned_keys / of_keys }
    : { moved: moved_shards / of_shards, planned: planned_shards / of_shards }
}
