import { describe, expect, it } from 'vitest'
import { ReadCache } from '../../../src-main/workload/read-cache'
import type { CachedAnswer } from '../../../src-main/workload/read-cache'
import type { Operation } from '../../../src-shared/operations'

const get: Operation = { f: 'get', key: 'k1' }
const put: Operation = { f: 'put', key: 'k1', value: 'new' }
const answer = (as_of_us: number, value = 'old') => ({ node: 'n1', result: { value }, as_of_us })

/** A read that took off as of the answer's moment has landed. */
function keep(cache: ReadCache, operation: Operation, kept: CachedAnswer): void {
  cache.land(operation, cache.takeOff(operation, kept.as_of_us), kept)
}

describe('a client’s cache', () => {
  it('answers from the beginning of the read that filled it until its time to live is over', () => {
    const cache = new ReadCache()
    keep(cache, get, answer(1000))
    expect(cache.find(get, 1499, 500)).toEqual(answer(1000))
    expect(cache.find(get, 1500, 500)).toBeNull()
    expect(cache.find({ f: 'get', key: 'k2' }, 1100, 500)).toBeNull()
  })

  it('does not take an answer whose read began before that of what it has', () => {
    const cache = new ReadCache()
    keep(cache, get, answer(2000, 'newer'))
    keep(cache, get, answer(1000))
    expect(cache.find(get, 2100, 5000)?.result).toEqual({ value: 'newer' })
  })

  it('forgets a key that its client writes, and takes no answer of a read begun before the write ended', () => {
    const cache = new ReadCache()
    keep(cache, get, answer(1000))
    cache.wrote(put, 2000)
    expect(cache.find(get, 2100, 5000)).toBeNull()
    keep(cache, get, answer(1900))
    expect(cache.find(get, 2200, 5000)).toBeNull()
    keep(cache, get, answer(2500))
    cache.wrote(put, 3000)
    keep(cache, get, answer(2900))
    expect(cache.find(get, 3100, 5000)).toBeNull()
    keep(cache, get, answer(3001, 'new'))
    expect(cache.find(get, 3100, 5000)?.result).toEqual({ value: 'new' })
  })

  it('keeps a bounded number of keys, and reads of one key alone', () => {
    const cache = new ReadCache()
    for (let i = 0; i <= 1000; i++) keep(cache, { f: 'get', key: `k${i}` }, answer(1000))
    expect(cache.find({ f: 'get', key: 'k0' }, 1001, 5000)).toBeNull()
    expect(cache.find({ f: 'get', key: 'k1000' }, 1001, 5000)).not.toBeNull()
    const gather: Operation = { f: 'gather', key: 'k1', keys: ['k1#0', 'k1#1'] }
    keep(cache, gather, answer(2000))
    expect(cache.find(gather, 2001, 5000)).toBeNull()
  })

  it('has a read join one under way that began less than its time to live ago, and before no write that has ended', () => {
    const cache = new ReadCache()
    const flight = cache.takeOff(get, 1000)
    expect(cache.findFlight(get, 1499, 500)).toBe(flight)
    expect(cache.findFlight(get, 1500, 500)).toBeNull()
    expect(cache.findFlight({ f: 'get', key: 'k2' }, 1100, 500)).toBeNull()
    cache.wrote(put, 1200)
    expect(cache.findFlight(get, 1300, 500)).toBeNull()
    const next = cache.takeOff(get, 1300)
    cache.land(get, flight, answer(1000))
    expect(cache.findFlight(get, 1400, 500)).toBe(next)
    cache.land(get, next, null)
    expect(cache.findFlight(get, 1400, 500)).toBeNull()
  })
})
