/** What a source sends of a shard, between two positions. */
import type { Run } from '../../replicated-log/sessions'
import { runsOf } from '../../replicated-log/sessions'
import type { Position } from './position'
import type { Outgoing, Shard } from './state'

/** A row as it is now (null: deleted), or a session. */
export type MovedRow = readonly ['key', string, string | null] | readonly ['session', string, readonly Readonly<Run>[]]

export interface Part {
  readonly at: Position
  readonly next: Position
  readonly rows: readonly MovedRow[]
}

/** Bytes of a row as throttles and bounds count them. */
export function movedBytes(row: MovedRow): number {
  return row[0] === 'key' ? 16 + row[1].length + (row[2]?.length ?? 0) : 32 + row[1].length + 16 * row[2].length
}

/**
 * What follows at the target's position; null: nothing for now. `keys`: those of the shard in ascending order, as they were at some
 * moment since the move began. `skips_catch_up`: the deliberate bug.
 */
export function partAt(
  shard: Shard,
  outgoing: Outgoing,
  at: Position,
  { keys, bytes_max, skips_catch_up }: { keys: readonly string[]; bytes_max: number; skips_catch_up: boolean }
): Part | null {
  switch (at.stage) {
    case 'copy':
      return copyPart(shard, outgoing, at, keys, bytes_max)
    case 'catch-up': {
      const part = skips_catch_up ? null : catchUpPart(shard, outgoing, at, bytes_max)
      if (part !== null || outgoing.status === 'moving-out') return part
      return { at, next: { stage: 'sessions', after_name: null }, rows: [] }
    }
    case 'sessions':
      return sessionsPart(shard, at, bytes_max)
    case 'ready':
      return null
  }
}

/** How many keys were written after this index. */
export function dirtySince({ dirty }: Outgoing, index: number): number {
  let count = 0
  for (const written of dirty.values()) if (written > index) count++
  return count
}

function copyPart(
  { data }: Shard,
  { began }: Outgoing,
  at: Extract<Position, { stage: 'copy' }>,
  keys: readonly string[],
  bytes_max: number
): Part {
  const rows: MovedRow[] = []
  let bytes = 0
  let after_key = at.after_key
  for (let i = firstAfter(keys, at.after_key); i < keys.length; i++) {
    const key = keys[i]!
    const value = data.get(key)
    // Deleted since: catching up tells of it.
    if (value === undefined) continue
    const row: MovedRow = ['key', key, value]
    bytes += movedBytes(row)
    if (bytes > bytes_max && rows.length > 0) return { at, next: { stage: 'copy', after_key }, rows }
    rows.push(row)
    after_key = key
  }
  return { at, next: { stage: 'catch-up', index: began }, rows }
}

function catchUpPart(
  { data }: Shard,
  { dirty }: Outgoing,
  at: Extract<Position, { stage: 'catch-up' }>,
  bytes_max: number
): Part | null {
  const rows: MovedRow[] = []
  let bytes = 0
  let { index } = at
  for (const [key, written] of dirty) {
    if (written <= at.index) continue
    const row: MovedRow = ['key', key, data.get(key) ?? null]
    bytes += movedBytes(row)
    if (bytes > bytes_max && rows.length > 0) break
    rows.push(row)
    index = written
  }
  return rows.length === 0 ? null : { at, next: { stage: 'catch-up', index }, rows }
}

function sessionsPart({ sessions }: Shard, at: Extract<Position, { stage: 'sessions' }>, bytes_max: number): Part {
  const names = [...sessions.keys()].sort()
  const rows: MovedRow[] = []
  let bytes = 0
  let { after_name } = at
  for (let i = firstAfter(names, at.after_name); i < names.length; i++) {
    const name = names[i]!
    const row: MovedRow = ['session', name, runsOf(sessions.get(name)!)]
    bytes += movedBytes(row)
    if (bytes > bytes_max && rows.length > 0) return { at, next: { stage: 'sessions', after_name }, rows }
    rows.push(row)
    after_name = name
  }
  return { at, next: { stage: 'ready' }, rows }
}

/** Place of the first name that comes after this one. */
function firstAfter(ascending: readonly string[], name: string | null): number {
  if (name === null) return 0
  let [low, high] = [0, ascending.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (ascending[middle]! <= name) low = middle + 1
    else high = middle
  }
  return low
}
