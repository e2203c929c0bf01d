/**
 * What became of the writes that each side of a partition acknowledged, judged from the client history alone: writes that later
 * reads return survived; writes to the same key by the other sides are lost. and what the other sides wrote to the same key is
 * gone, for nobody there had seen it.
 */
import type { Operation, OperationResult } from '../operations'

interface KeyWrites {
  /** Acknowledged writes of each side. */
  readonly writes: number[]
  /** Every write to the key was a put of a known value, so a later read can be attributed to a side. */
  attributable: boolean
  /** Which side wrote a value. */
  readonly side_of: Map<string, number>
  /** Sides whose writes the newest read shows; null: no read has told. */
  kept: readonly number[] | null
}

export interface SurvivingWrites {
  readonly sides: number
  /** Keys that some side wrote to. */
  readonly keys: Map<string, KeyWrites>
}

interface PendingRead {
  readonly operation: Operation
  /** When it was asked for. */
  readonly t: number
}

interface PartitionWrites {
  readonly end_us: number | null
  readonly writes: SurvivingWrites
}

/** Keys beyond it are not looked at. */
const KEYS_MAX = 10_000
/** A key written more often than this during a partition is not attributed. */
const VALUES_MAX = 10_000

export function createSurvivingWrites(sides: number): SurvivingWrites {
  return { sides, keys: new Map() }
}

/** A side acknowledged a write while the partition was on. */
export function recordWrite({ writes: { keys, sides } }: PartitionWrites, side: number, operation: Operation): void {
  let written = keys.get(operation.key)
  if (written === undefined) {
    if (keys.size >= KEYS_MAX) return
    written = { writes: Array.from({ length: sides }, () => 0), attributable: true, side_of: new Map(), kept: null }
    keys.set(operation.key, written)
  }
  written.writes[side]! += 1
  if (operation.f === 'put' && written.side_of.size < VALUES_MAX) written.side_of.set(operation.value, side)
  else written.attributable = false
}

/** Somebody read a key: asked after the partition's end, it shows which writes are still there. */
export function recordRead(
  { end_us, writes: { keys } }: PartitionWrites,
  { operation, t }: PendingRead,
  { value, siblings }: OperationResult
): void {
  const written = end_us !== null && t >= end_us ? keys.get(operation.key) : undefined
  if (written === undefined) return
  const values = siblings ?? (value === undefined || value === null ? [] : [value])
  const kept = values.flatMap((one) => written.side_of.get(one) ?? [])
  if (kept.length > 0) written.kept = [...new Set(kept)]
}

/** Keys that more than one side wrote to. */
export function divergedKeys({ keys }: SurvivingWrites): number {
  return [...keys.values()].filter(({ writes }) => writes.filter((amount) => amount > 0).length > 1).length
}

/** Acknowledged writes lost to another side; a lower bound where no read shows which side won. */
export function countLostWrites({ keys }: SurvivingWrites): number {
  let gone = 0
  for (const { writes, kept, attributable } of keys.values()) {
    if (!attributable) continue
    const total = writes.reduce((sum, amount) => sum + amount, 0)
    const surviving = kept === null ? Math.max(...writes) : kept.reduce((sum, side) => sum + writes[side]!, 0)
    gone += total - surviving
  }
  return gone
}
