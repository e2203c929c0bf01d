/** How far this node's own log is on disk. A leader counts itself towards a commit only that far. */
import { newDurability } from '../replicated-log/durability'
import { lastIndex } from '../replicated-log/log'
import type { Disk, RaftState } from './state'

export function newDisk(durable: number): Disk {
  return { ...newDurability(durable), votes: [] }
}

/** How far this node vouches for its own log: towards its leader, and as a leader towards a commit. */
export function vouchedFor({ switches, log, disk }: RaftState): number {
  return switches.ack_before_sync ? lastIndex(log) : disk.durable
}
