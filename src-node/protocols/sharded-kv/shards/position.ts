/**
 * How far a target is with a shard that moves in, and what its source sends next. Each part says between which positions it stands, and
 * the target takes it only at the first of them: late, doubled and reordered parts do nothing, and whoever leads the source next goes on
 * from where the target says it is.
 */
import type { Run } from '../../replicated-log/sessions'
import { runsOf } from '../../replicated-log/sessions'
import type { Outgoing, Shard } from './state'

/** `copy`: rows in the order of their keys. `catch-up`: keys written meanwhile. `sessions`: what was applied for whom. */
export type Position =
  | { readonly stage: 'copy'; readonly after_key: string | null }
  /** It has all writes up to this index of the source's log. */
  | { readonly stage: 'catch-up'; readonly index: number }
  | { readonly stage: 'sessions'; readonly after_name: string | null }
  | { readonly stage: 'ready' }

/** Where a target is with a move. `gone`: it has had the shard and passed it on, or has dropped what came in. */
export type TargetState = Position | { readonly stage: 'active' } | { readonly stage: 'gone' }

export const START: Position = { stage: 'copy', after_key: null }

/** A row as it is now (null: deleted), or a session. */
export type MovedRow = readonly ['key', string, string | null] | readonly ['session', string, readonly Readonly<Run>[]]

export interface Part {
  readonly at: Position
  readonly next: Position
  readonly rows: readonly MovedRow[]
}

export function samePosition(a: Position, b: Position): boolean {
  return JSON.stringify(positionFields(a)) === JSON.stringify(positionFields(b))
}

function positionFields(position: TargetState): readonly unknown[] {
  switch (position.stage) {
    case 'copy':
      return ['copy', position.after_key]
    case 'catch-up':
      return ['catch-up', position.index]
    case 'sessions':
      return ['sessions', position.after_name]
    default:
      return [position.stage]
  }
}

/** For people. */
export function positionText(position: TargetState): string {
  return positionFields(position)
    .filter((field) => field !== null)
    .join(' ')
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
