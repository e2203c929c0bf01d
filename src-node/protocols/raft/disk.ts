/** How far this node's own log is on disk. A leader counts itself towards a commit only that far. */
import { assert } from '../contract'
import { lastIndex } from './log'
import type { Disk, RaftState } from './state'

export function newDisk(durable: number): Disk {
  return { records: 0, durable, marks: [], votes: [] }
}

/** The first `records` records are on disk. True if more of the log is durable than before. */
export function advanceDurable(disk: Disk, records: number): boolean {
  assert(records <= disk.records, () => `${records} records durable but only ${disk.records} appended`)
  let reached = 0
  while (reached < disk.marks.length && disk.marks[reached]!.records <= records) reached++
  if (reached === 0) return false
  const index = disk.marks[reached - 1]!.index
  disk.marks.splice(0, reached)
  if (index <= disk.durable) return false
  disk.durable = index
  return true
}

/** How far this node vouches for its own log: towards its leader, and as a leader towards a commit. */
export function vouchedFor({ switches, log, disk }: RaftState): number {
  return switches.ack_before_sync ? lastIndex(log) : disk.durable
}

/** The log was cut back to `last`: what was written beyond it no longer counts, even once it is on disk. */
export function truncateDurable(disk: Disk, last: number): void {
  disk.durable = Math.min(disk.durable, last)
  for (const mark of disk.marks) mark.index = Math.min(mark.index, last)
}

/** A snapshot replaced the log; it is on disk for certain when the next record is. */
export function restartDurable(disk: Disk, index: number): void {
  disk.durable = 0
  disk.marks = [{ records: disk.records + 1, index }]
}
