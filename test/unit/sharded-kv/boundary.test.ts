/** Where a group's leader cuts a shard in two. */
import { describe, expect, it } from 'vitest'
import { boundaryOf } from '../../../src-node/protocols/sharded-kv/shards/boundary'
import { countServed, emptyShard, setRow } from '../../../src-node/protocols/sharded-kv/shards/state'
import type { Shard } from '../../../src-node/protocols/sharded-kv/shards/state'

function shardWith(rows: Readonly<Record<string, string>>, asked: readonly string[] = [], from = ''): Shard {
  const shard = emptyShard(0, { by: 'key', from, to: null }, 0, { status: 'serving' })
  for (const [key, value] of Object.entries(rows)) setRow(shard, key, value)
  for (const key of asked) countServed(shard, key)
  return shard
}

function times(count: number, ...keys: readonly string[]): string[] {
  return Array.from({ length: count }, () => keys).flat()
}

describe('the boundary', () => {
  it.each([
    [{ a: '', b: '' }, 'b'],
    [{ c: '', a: '', b: '' }, 'b'],
    [{ d: '', c: '', b: '', a: '' }, 'c']
  ])('by keys is the middle one of %o', (rows, at) => {
    expect(boundaryOf(shardWith(rows), 'keys')).toEqual({ at })
  })

  it.each([
    [{ a: 'xxxxxxxxx', b: '', c: '', d: '' }, 'b'],
    [{ a: '', b: '', c: '', d: 'xxxxxxxxx' }, 'd'],
    [{ a: 'x', b: 'x', c: 'x', d: 'x' }, 'c']
  ])('by bytes has about half of them on each side: %o', (rows, at) => {
    expect(boundaryOf(shardWith(rows), 'bytes')).toEqual({ at })
  })

  it.each([
    [times(10, 'a', 'b', 'c', 'd'), 'c'],
    [[...times(30, 'a'), ...times(10, 'b', 'c', 'd')], 'b'],
    // Keys that nobody has written count as well.
    [[...times(10, 'a'), ...times(10, 'zz')], 'zz']
  ])('by load has about half of what was asked for lately on each side', (asked, at) => {
    expect(boundaryOf(shardWith({ a: '', b: '', c: '', d: '' }, asked), 'operations')).toEqual({ at })
  })

  it('by load forgets what was asked for long ago', () => {
    const shard = shardWith({}, [...times(1000, 'a'), ...times(128, 'x', 'y')])
    expect(boundaryOf(shard, 'operations')).toEqual({ at: 'y' })
  })

  it('is none where it would help little, and says why', () => {
    expect(boundaryOf(shardWith({}), 'keys')).toEqual({ none: 'it has no keys' })
    expect(boundaryOf(shardWith({ a: 'x' }), 'bytes')).toEqual({ none: 'it has one key' })
    expect(boundaryOf(shardWith({}, times(5, 'a', 'b')), 'operations')).toEqual({ none: 'too few operations tell where' })
    const celebrity = [...times(90, 'k1'), ...times(10, 'a')]
    expect(boundaryOf(shardWith({}, celebrity), 'operations')).toEqual({ none: '"k1" has most of its load' })
    // The range begins there: nothing would stay.
    expect(boundaryOf(shardWith({}, times(90, 'k1'), 'k1'), 'operations')).toEqual({ none: '"k1" has most of its load' })
  })
})
