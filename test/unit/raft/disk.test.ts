import { expect, test } from 'vitest'
import { newDisk } from '../../../src-node/protocols/raft/disk'
import { advanceDurable, restartDurable, truncateDurable } from '../../../src-node/protocols/replicated-log/durability'
import type { Disk } from '../../../src-node/protocols/raft/state'
import type { Entry } from '../../../src-node/protocols/replicated-log/entry'
import { makeEntry } from '../../../src-node/protocols/replicated-log/entry'
import type { ProtocolEvent } from '../../../src-shared/events'
import { LogDurable } from '../../../src-shared/protocols/replicated-log/facts'
import { TestCluster } from './cluster'

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

test('a follower tells that what it keeps behind an installed snapshot is on disk, though nothing else is written', () => {
  const durable: number[] = []
  const event = (told: ProtocolEvent) => LogDurable.is(told) && told.data.index > 0 && durable.push(told.data.index)
  const cluster = new TestCluster({ nodes: ['A', 'B', 'C'], parameters: {}, random: () => 0 }, { event })
  cluster.node('B').sync_by_hand = true
  const entries = [1, 2, 3].map((at) => makeEntry(at, 1, 's', at, { f: 'put', key: 'k', value: `${at}` }))
  const append = { type: 'append-entries', term: 1, previous_index: 0, previous_term: 0, entries, commit: 0, round: 0 } as const
  const membership = { voters: ['A', 'B', 'C'] }
  const snapshot = {
    type: 'install-snapshot',
    term: 1,
    index: 2,
    index_term: 1,
    membership,
    offset: 0,
    rows: [],
    done: true
  } as const
  for (const message of [append, snapshot]) cluster.deliver({ from: 'A', to: 'B', message })
  expect(durable).toEqual([])
  cluster.sync('B')
  expect(durable).toEqual([3])
})

test('an entry that was replaced and then written again counts once its last writing is on disk', () => {
  const cluster = new TestCluster({ nodes: ['A', 'B', 'C'], parameters: {}, random: () => 0 }, {})
  cluster.node('B').sync_by_hand = true
  const entry = (index: number, term: number) =>
    makeEntry(index, term, 's', index, { f: 'put', key: 'k', value: `${index}/${term}` })
  const first = entry(1, 1)
  const append = (from: string, term: number, entries: Entry[]) => {
    const message = { type: 'append-entries', term, previous_index: 1, previous_term: 1, entries, commit: 0, round: 0 } as const
    cluster.deliver({
      from,
      to: 'B',
      message: entries[0] === first ? { ...message, previous_index: 0, previous_term: 0 } : message
    })
  }
  // Each leader's term is one record, its entries another.
  append('A', 1, [first, entry(2, 1)])
  append('C', 2, [entry(2, 2)])
  append('A', 3, [entry(2, 1), entry(3, 3)])

  const durableAfter = (records: number) => {
    cluster.input('B', { kind: 'durable', records })
    return cluster.state('B').disk.durable
  }
  expect([1, 2, 3, 4, 5, 6].map(durableAfter)).toEqual([0, 1, 1, 1, 1, 3])
})
