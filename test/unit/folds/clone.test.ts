import { expect, test } from 'vitest'
import { cloneFold } from '../../../src-shared/folds/clone'
import { Histogram } from '../../../src-shared/folds/histogram'
import { Ring } from '../../../src-shared/folds/ring'
import { createRunFold, foldEvent } from '../../../src-shared/folds/run'
import { minuteOfRaft, seededRandom } from '../support/stream'
import { plain } from '../renderer/support/plain'
import { raft } from '../../../src-shared/protocols/raft'

test('a copied fold folds on to the same state, and the original stays where it was', () => {
  const events = minuteOfRaft()
  const random = seededRandom(4)
  for (let round = 0; round < 6; round++) {
    const at = Math.floor(random() * events.length)
    const original = createRunFold(raft)
    for (const event of events.slice(0, at)) foldEvent(original, event)
    const before = plain(original)
    const copy = cloneFold(original)
    expect(plain(copy), `after ${at} events`).toEqual(before)
    for (const event of events.slice(at)) foldEvent(copy, event)
    expect(plain(original), `the original, after ${at} events`).toEqual(before)
    for (const event of events.slice(at)) foldEvent(original, event)
    expect(plain(copy), `both from ${at} on`).toEqual(plain(original))
  }
})

test('what stands in two places stands in the same two places of the copy', () => {
  const trace = { fate: 'open' }
  const copy = cloneFold({ list: [trace], index: new Map([['a', trace]]) })
  copy.index.get('a')!.fate = 'gone'
  expect(copy.list[0]!.fate).toBe('gone')
  expect(trace.fate).toBe('open')
})

test('a fold that holds itself is copied', () => {
  const fold: { self?: object; name: string } = { name: 'loop' }
  fold.self = fold
  const copy = cloneFold(fold)
  expect(copy.self).toBe(copy)
})

test('small classes keep their prototype, typed arrays their numbers, lists their holes', () => {
  const ring = new Ring<number>(3)
  for (const item of [1, 2, 3, 4]) ring.push(item)
  const histogram = new Histogram()
  histogram.add(250)
  const counts = new Uint32Array([7, 8])
  const sparse: number[] = []
  sparse[4] = 1
  const original = { ring, histogram, counts, sparse, set: new Set([1]) }
  const copy = cloneFold(original)
  copy.ring.push(5)
  copy.counts[0] = 0
  copy.histogram.add(1000)
  copy.set.add(2)
  expect(ring.toArray()).toEqual([2, 3, 4])
  expect(copy.ring.toArray()).toEqual([3, 4, 5])
  expect(copy.histogram.total).toBe(2)
  expect(histogram.total).toBe(1)
  expect([...counts]).toEqual([7, 8])
  expect(0 in copy.sparse).toBe(false)
  expect(original.set.size).toBe(1)
})
