/**
 * What became of the writes that the sides of a partition acknowledged, judged from the history alone: what later reads show was kept,
 * and what the other sides wrote to the same key is gone, for nobody there had seen it.
 */
import type { Operation, OperationResult } from '../operations'

interface WrittenKey {
  /** Acknowledged writes of each side. */
  readonly writes: number[]
  /** All of them say what the key then reads as, so that reads tell whose it is. */
  tellable: boolean
  /** Which side wrote a value. */
  readonly side_of: Map<string, number>
  /** Sides whose writes the newest read shows; null: no read has told. */
  kept: readonly number[] | null
}

export interface KeptWrites {
  readonly sides: number
  /** Keys that some side wrote to. */
  readonly keys: Map<string, WrittenKey>
}

interface Asked {
  readonly operation: Operation
  /** When it was asked for. */
  readonly t: number
}

interface Told {
  readonly end_us: number | null
  readonly writes: KeptWrites
}

/** Keys beyond it are not looked at. */
const KEYS_MAX = 10_000
/** A key written more often while a partition was on is not told of. */
const VALUES_MAX = 10_000

export function createKeptWrites(sides: number): KeptWrites {
  return { sides, keys: new Map() }
}

/** A side acknowledged a write while the partition was on. */
export function tellOfWrite({ writes: { keys, sides } }: Told, side: number, operation: Operation): void {
  let written = keys.get(operation.key)
  if (written === undefined) {
    if (keys.size >= KEYS_MAX) return
    written = { writes: Array.from({ length: sides }, () => 0), tellable: true, side_of: new Map(), kept: null }
    keys.set(operation.key, written)
  }
  written.writes[side]! += 1
  if (operation.f === 'put' && written.side_of.size < VALUES_MAX) written.side_of.set(operation.value, side)
  else written.tellable = false
}

/** Somebody read a key: asked after the partition's end, it shows which writes are still there. */
export function tellOfRead(
  { end_us, writes: { keys } }: Told,
  { operation, t }: Asked,
  { value, siblings }: OperationResult
): void {
  const written = end_us !== null && t >= end_us ? keys.get(operation.key) : undefined
  if (written === undefined) return
  const values = siblings ?? (value === undefined || value === null ? [] : [value])
  const kept = values.flatMap((one) => written.side_of.get(one) ?? [])
  if (kept.length > 0) written.kept = [...new Set(kept)]
}

/** Keys that more than one side wrote to. */
export function divergedKeys({ keys }: KeptWrites): number {
  return [...keys.values()].filter(({ writes }) => writes.filter((amount) => amount > 0).length > 1).length
}

/** Acknowledged writes of sides that lost their keys to another; where no read tells who won, as few as it can have been. */
export function writesGone({ keys }: KeptWrites): number {
  let gone = 0
  for (const { writes, kept, tellable } of keys.values()) {
    if (!tellable) continue
    const total = writes.reduce((sum, amount) => sum + amount, 0)
    const left = kept === null ? Math.max(...writes) : kept.reduce((sum, side) => sum + writes[side]!, 0)
    gone += total - left
  }
  return gone
}
