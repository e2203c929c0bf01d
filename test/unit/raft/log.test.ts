import { expect, test } from 'vitest'
import { makeEntry } from '../../../src-node/protocols/replicated-log/entry'
import type { Log } from '../../../src-node/protocols/replicated-log/log'
import {
  appendToLog,
  compactLog,
  emptyLog,
  isUpToDate,
  lastIndex,
  lastIndexWithin,
  sliceLog,
  termAt,
  truncateLog
} from '../../../src-node/protocols/replicated-log/log'
import { seededRandom } from './random'

function logOf(...terms: number[]): Log {
  const log = emptyLog()
  appendToLog(
    log,
    terms.map((term, at) => makeEntry(at + 1, term, 's', at + 1, { f: 'put', key: 'k', value: 'v' }))
  )
  return log
}

test('the more up-to-date log has the later last term, or the same and more entries', () => {
  const log = logOf(1, 2, 2)
  expect(isUpToDate(log, 1, 3)).toBe(true)
  expect(isUpToDate(log, 3, 2)).toBe(true)
  expect(isUpToDate(log, 2, 2)).toBe(false)
  expect(isUpToDate(log, 9, 1)).toBe(false)
})

test('compaction keeps the term of the last entry it drops', () => {
  const log = logOf(1, 1, 2, 3)
  compactLog(log, 3)
  expect([termAt(log, 2), termAt(log, 3), termAt(log, 4), termAt(log, 5)]).toEqual([null, 2, 3, null])
  expect(() => truncateLog(log, 3)).toThrow('reaches into the snapshot')
  expect(() => compactLog(log, 9)).toThrow('outside the log')
})

test('entries must follow the last one', () => {
  const log = logOf(1, 2)
  expect(() => appendToLog(log, [makeEntry(4, 2, 's', 1, { f: 'delete', key: 'k' })])).toThrow('entry 4 appended after 2')
})

test('slices are bounded by count and bytes, but never empty', () => {
  const log = logOf(1, 1, 1, 1)
  expect(sliceLog(log, 2, 2, 1e6).map(({ index }) => index)).toEqual([2, 3])
  expect(sliceLog(log, 1, 10, 1).map(({ index }) => index)).toEqual([1])
  expect(sliceLog(log, 5, 10, 1e6)).toEqual([])
})

test('lastIndexWithin finds what a scan from behind finds', () => {
  const random = seededRandom(7)
  for (let round = 0; round < 300; round++) {
    let term = 1
    const log = logOf(...Array.from({ length: Math.floor(random() * 12) }, () => (term += random() < 0.4 ? 1 : 0)))
    if (random() < 0.5) compactLog(log, Math.floor(random() * (lastIndex(log) + 1)))
    const [index, most] = [Math.floor(random() * 15), Math.floor(random() * 6)]
    let scanned = Math.max(log.base.index, Math.min(index, lastIndex(log)))
    while (scanned > log.base.index && termAt(log, scanned)! > most) scanned--
    expect(lastIndexWithin(log, index, most)).toBe(scanned)
  }
})
