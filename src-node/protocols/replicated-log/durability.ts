/** How far a node's own log is on disk. */
import { ProtocolAssertionError } from '../contract'

export interface Durability {
  /** Records appended to the write-ahead log since boot. */
  records: number
  /** The log is on disk up to here. */
  durable: number
  /** Once so many records are on disk, the log is on disk up to `index`. Oldest first, both numbers growing. */
  marks: { readonly records: number; index: number }[]
}

export function newDurability(durable: number): Durability {
  return { records: 0, durable, marks: [] }
}

/** The first `records` records are on disk. True if more of the log is durable than before. */
export function advanceDurable(disk: Durability, records: number): boolean {
  if (records > disk.records) throw new ProtocolAssertionError(`${records} records durable but only ${disk.records} appended`)
  const { marks } = disk
  let index = 0
  while (marks.length > 0 && marks[0]!.records <= records) ({ index } = marks.shift()!)
  if (index <= disk.durable) return false
  disk.durable = index
  return true
}

/** The log was cut back to `last`: what was written beyond it no longer counts, even once it is on disk. */
export function truncateDurable(disk: Durability, last: number): void {
  disk.durable = Math.min(disk.durable, last)
  for (const mark of disk.marks) mark.index = Math.min(mark.index, last)
}

/** A snapshot replaced the log; it is on disk for certain when the next record is. */
export function restartDurable(disk: Durability, index: number): void {
  disk.durable = 0
  disk.marks = [{ records: disk.records + 1, index }]
}
