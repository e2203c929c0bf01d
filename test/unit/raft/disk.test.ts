import { expect, test } from 'vitest'
import { newDisk } from '../../../src-node/protocols/raft/disk'
import { advanceDurable, restartDurable, truncateDurable } from '../../../src-node/protocols/replicated-log/durability'
import type { Disk } from '../../../src-node/protocols/raft/state'

/** One more record, after which the log reaches up to `index`. */
function write(disk: Disk, index: number): void {
  disk.marks.push({ records: ++disk.records, index })
}

test('the log is durable as far as the records that are', () => {
  const disk = newDisk(0)
  write(disk, 3)
  write(disk, 5)
  expect(advanceDurable(disk, 1)).toBe(true)
  expect(disk.durable).toBe(3)
  expect(advanceDurable(disk, 1)).toBe(false)
  expect(advanceDurable(disk, 2)).toBe(true)
  expect(disk.durable).toBe(5)
  expect(() => advanceDurable(disk, 3)).toThrow('3 records durable but only 2 appended')
})

test('an entry that was replaced before its sync does not count when its sync comes', () => {
  const disk = newDisk(2)
  write(disk, 5)
  truncateDurable(disk, 3)
  write(disk, 4)
  advanceDurable(disk, 1)
  expect(disk.durable).toBe(3)
  advanceDurable(disk, 2)
  expect(disk.durable).toBe(4)
})

test('an installed snapshot counts once a later record is durable', () => {
  const disk = newDisk(2)
  write(disk, 3)
  restartDurable(disk, 10)
  advanceDurable(disk, 1)
  expect(disk.durable).toBe(0)
  write(disk, 11)
  advanceDurable(disk, 2)
  expect(disk.durable).toBe(11)
})
