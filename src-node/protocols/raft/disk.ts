/** How far this node's own log is on disk. A leader counts itself towards a commit only that far. */
import { newDurability } from '../replicated-log/durability'
import { lastIndex } from '../replicated-log/log'
import type { Disk, RaftState } from './state'

export function newDisk(durable: number): Disk {
  return { ...newDurability(durable), pending_events: [] }
}

/** Index up to which this node acknowledges its own log: to its leader as a follower, towards a commit as the leader. */
export function durableIndex({ switches, log, disk }: RaftState): number {
  return switches['ack-before-sync'] ? lastIndex(log) : disk.durable
}
