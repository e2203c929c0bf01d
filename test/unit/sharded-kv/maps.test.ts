import { describe, expect, it } from 'vitest'
import { clientMapOf } from '../../../src-node/protocols/sharded-kv/client-map'
import { newNodeMap, reportTo, takeOrders } from '../../../src-node/protocols/sharded-kv/node-map'
import type { Orders } from '../../../src-node/protocols/sharded-kv/placement/messages'
import { mapOf } from '../../../src-node/protocols/sharded-kv/placement/reports'
import { hash32 } from '../../../src-shared/placement/hash'
import { clientMapSchema, groupOfKey } from '../../../src-shared/wire/client-map'
import { clientReplySchema } from '../../../src-shared/wire/client-messages'
import { foundPlacement } from './placement-setup'

const KEYS = Array.from({ length: 500 }, (_, at) => `k${at + 1}`)

describe('the map that clients get', () => {
  it.each(['ring', 'modulo', 'directory'] as const)(
    'finds the same owner of every key as the shards say under %s',
    (strategy) => {
      const map = mapOf(foundPlacement(4, { strategy, shards: 50 }))
      const compact = clientMapOf(map)
      for (const key of KEYS) {
        const hash = hash32(key)
        const owner = map.shards.find(({ range }) => Number(range.from) <= hash && hash < Number(range.to))!.group
        expect(groupOfKey(compact, key)).toEqual({ name: owner, nodes: [owner] })
      }
    }
  )

  it('finds them by key under range, at boundaries too', () => {
    const map = mapOf(foundPlacement(3, { strategy: 'range', shards: 9, keys_expected: 500 }))
    const compact = clientMapOf(map)
    for (const key of ['', ...KEYS]) {
      const owner = map.shards.find(({ range }) => range.from <= key && (range.to === null || key < range.to))!.group
      expect(groupOfKey(compact, key).name).toBe(owner)
    }
  })

  it('is one that a reply may carry', () => {
    const map = clientMapOf(mapOf(foundPlacement(5, { copies: 3, shards: 1024, strategy: 'modulo' })))
    expect(clientReplySchema.safeParse({ id: 1, reply: { status: 'redirect', leader: null, map } }).success).toBe(true)
  })

  it('has an owner among its groups for each part, or is refused', () => {
    const map = clientMapOf(mapOf(foundPlacement(2)))
    expect(clientMapSchema.safeParse({ ...map, owners: map.owners.slice(1) }).success).toBe(false)
    expect(clientMapSchema.safeParse({ ...map, groups: map.groups.slice(1) }).success).toBe(false)
    expect(clientMapSchema.safeParse({ ...map, starts: [], owners: [] }).success).toBe(false)
  })
})

describe('the map of a node', () => {
  const map = mapOf(foundPlacement(3))
  const orders = (epoch: number, given: Partial<Orders> = {}): Orders => ({
    type: 'orders',
    epoch,
    moves: [],
    changes: [],
    over: [],
    ...given
  })

  it('is the newest that came with orders, and older orders are nothing to follow', () => {
    const known = newNodeMap()
    expect(takeOrders(known, 'n1', orders(3, { map: { ...map, epoch: 3 } }))).toBe(true)
    expect(takeOrders(known, 'n2', orders(2, { map: { ...map, epoch: 2 } }))).toBe(false)
    expect(known).toMatchObject({ map: { epoch: 3 }, placement_leader: 'n1' })
    expect(takeOrders(known, 'n2', orders(3))).toBe(true)
    expect(known).toMatchObject({ map: { epoch: 3 }, placement_leader: 'n2' })
  })

  it('is asked for of the placement leader, and of all placement nodes while that one does not answer', () => {
    const known = newNodeMap()
    const nodes = ['n1', 'n2', 'n3']
    expect(reportTo(known, nodes)).toEqual(nodes)
    takeOrders(known, 'n2', orders(1))
    expect(reportTo(known, nodes)).toEqual(['n2'])
    takeOrders(known, 'n2', orders(1))
    expect(reportTo(known, nodes)).toEqual(['n2'])
    expect(reportTo(known, nodes)).toEqual(nodes)
  })
})
