import { expect, it } from 'vitest'
import { acquire, newLockTable, releaseAll } from '../../../../src-node/protocols/kit/transactions/locks'

const key = (name: string) => ({ kind: 'key', name }) as const
const prefix = (name: string) => ({ kind: 'prefix', name }) as const
const whom = (blockers: readonly { readonly transaction: string }[]) => blockers.map(({ transaction }) => transaction)

it('shares a lock among readers, and has a writer wait for all of them', () => {
  const table = newLockTable()
  expect(acquire(table, 'a', key('x'), 'shared')).toEqual([])
  expect(acquire(table, 'b', key('x'), 'shared')).toEqual([])
  expect(whom(acquire(table, 'c', key('x'), 'exclusive'))).toEqual(['a', 'b'])
})

it('is fair: a reader that comes after a waiting writer waits for it', () => {
  const table = newLockTable()
  acquire(table, 'a', key('x'), 'shared')
  acquire(table, 'b', key('x'), 'exclusive')
  expect(whom(acquire(table, 'c', key('x'), 'shared'))).toEqual(['b'])
  releaseAll(table, 'b')
  expect(acquire(table, 'c', key('x'), 'shared')).toEqual([])
})

it('lets an upgrade go before all who wait', () => {
  const table = newLockTable()
  acquire(table, 'a', key('x'), 'shared')
  acquire(table, 'b', key('x'), 'exclusive')
  expect(acquire(table, 'a', key('x'), 'exclusive')).toEqual([])
})

it('locks the keys that begin with a prefix, and those that do not exist yet', () => {
  const table = newLockTable()
  acquire(table, 'a', prefix('x/'), 'shared')
  expect(whom(acquire(table, 'b', key('x/new'), 'exclusive'))).toEqual(['a'])
  expect(acquire(table, 'b', key('y/new'), 'exclusive')).toEqual([])
})

it('does not have a transaction wait behind somebody who waits for it', () => {
  const table = newLockTable()
  acquire(table, 'a', key('x/1'), 'exclusive')
  expect(whom(acquire(table, 'b', prefix('x/'), 'shared'))).toEqual(['a'])
  expect(acquire(table, 'a', key('x/2'), 'exclusive')).toEqual([])
})
