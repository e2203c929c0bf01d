import { expect, it } from 'vitest'
import type { Version } from '../../../src-node/protocols/hlc-kv/messages'
import {
  addVersion,
  dropOld,
  emptyStore,
  newestBefore,
  newestOf,
  versionsBetween
} from '../../../src-node/protocols/hlc-kv/store'

function version(origin: number, n: number, physical_us: number, key = 'x'): Version {
  const operation = `c${origin}:${n}`
  return { origin, n, key, value: operation, operation, stamp: { physical_us, counter: 0 }, seen: [0, 0] }
}

/** In the order in which they are added. */
function storeOf(versions: readonly Version[], by_arrival = false) {
  const store = emptyStore()
  for (const one of versions) addVersion(store, one, by_arrival)
  return store
}

it('finds the greatest stamp, and of equal ones the greater origin, whatever came first', () => {
  const versions = [version(0, 1, 5), version(1, 1, 5), version(0, 2, 3)]
  const store = storeOf(versions)
  expect(newestOf(store, 'x')).toBe(versions[1])
  expect(storeOf([...versions].reverse()).sum).toBe(store.sum)
  // The deliberate bug: the order of arrival decides.
  expect(newestOf(storeOf(versions, true), 'x')).toBe(versions[0])
})

it('finds what was stamped before a time', () => {
  const versions = [version(0, 1, 5), version(1, 1, 7)]
  const store = storeOf(versions)
  expect([5, 6, 7, 8].map((at_us) => newestBefore(store, 'x', at_us)?.operation)).toEqual([undefined, 'c0:1', 'c0:1', 'c1:1'])
  expect(newestBefore(store, 'y', 9)).toBeNull()
})

it('drops what no reader after the horizon can see, and only where everybody has it', () => {
  const versions = [version(0, 1, 1), version(0, 2, 3), version(0, 3, 5), version(1, 1, 2), version(0, 4, 4, 'y')]
  const store = storeOf(versions)
  const { sum } = store
  dropOld(store, 4, ({ origin }) => origin === 0)
  expect(versionsBetween(store, 0, 0, 4).map(({ n }) => n)).toEqual([2, 3, 4])
  expect(versionsBetween(store, 0, 2, 3).map(({ n }) => n)).toEqual([3])
  expect(versionsBetween(store, 1, 0, 1)).toHaveLength(1)
  expect([newestBefore(store, 'x', 4)?.n, store.sum, store.count, store.horizon_us]).toEqual([2, sum, 4, 4])
})
