import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRange, mergeShards, moveShard, shardsAt, splitShard } from '../../../src-shared/placement/range'
import type { Shard } from '../../../src-shared/placement/range'
import { named } from './support'

const SEED = 13
const MEMBERS = named(3)
const SHARDS = shardsAt(['g', 'p'], MEMBERS)

const key = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '\u{10000}', '\uffff'), maxLength: 4 })
const change = fc.record({ do: fc.constantFrom('split', 'merge', 'move'), key })

/** Does what the change asks for where it can be done. */
function apply(shards: Shard[], { do: kind, key }: { do: string; key: string }): Shard[] {
  const starts = shards.some(({ from }) => from === key)
  if (kind === 'split') return starts ? shards : splitShard(shards, key)
  if (kind === 'move') return starts ? moveShard(shards, key, MEMBERS[key.length % 3]!.id) : shards
  return starts && key !== '' ? mergeShards(shards, key) : shards
}

describe(`ranges (seed ${SEED})`, () => {
  it('cover every key once after any splits, merges and moves', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), fc.array(key), (changes, keys) => {
        const shards = changes.reduce(apply, SHARDS)
        const placement = createRange(MEMBERS, { shards })
        for (const one of [...keys, ...shards.map(({ from }) => from)]) {
          const holding = shards.filter(({ from, to }) => from <= one && (to === null || one < to))
          expect(holding).toHaveLength(1)
          expect(placement.owner(one)).toBe(holding[0]!.owner)
        }
      }),
      { seed: SEED }
    )
  })

  it('a split moves no key, and the boundary key is the first of the second half', () => {
    fc.assert(
      fc.property(key, fc.array(key), (boundary, keys) => {
        fc.pre(!SHARDS.some(({ from }) => from === boundary))
        const shards = splitShard(SHARDS, boundary)
        const [before, after] = [SHARDS, shards].map((all) => createRange(MEMBERS, { shards: all }))
        for (const one of [boundary, ...keys]) expect(after!.owner(one)).toBe(before!.owner(one))
        const moved = createRange(MEMBERS, { shards: moveShard(shards, boundary, 'n3') })
        expect(moved.owner(boundary)).toBe('n3')
      }),
      { seed: SEED }
    )
  })

  it('a merge gives both to the owner of the first, and undoes a split', () => {
    expect(mergeShards(splitShard(SHARDS, 'k'), 'k')).toEqual(SHARDS)
    expect(mergeShards(SHARDS, 'p')).toEqual([
      { from: '', to: 'g', owner: 'n1' },
      { from: 'g', to: null, owner: 'n2' }
    ])
  })

  it('says between which keys a key lies', () => {
    const { explain } = createRange(MEMBERS, { shards: SHARDS })
    expect(explain('a')).toBe('"a" lies in the shard from the first key to before "g", which n1 owns.')
    expect(explain('g')).toBe('"g" lies in the shard from "g" to before "p", which n2 owns.')
    expect(explain('z')).toBe('"z" lies in the shard from "p" on, which n3 owns.')
  })

  it('refuses what cannot be split, merged or moved', () => {
    expect(() => splitShard(SHARDS, 'g')).toThrow('A shard begins at "g" already.')
    expect(() => splitShard(SHARDS, '')).toThrow('A shard begins at "" already.')
    expect(() => mergeShards(SHARDS, '')).toThrow('No shard comes before the first.')
    expect(() => mergeShards(SHARDS, 'h')).toThrow('No shard begins at "h".')
    expect(() => moveShard(SHARDS, 'h', 'n1')).toThrow('No shard begins at "h".')
  })

  it.each<[string, Shard[]]>([
    ['The first shard must begin at "", the lowest key.', []],
    ['The first shard must begin at "", the lowest key.', SHARDS.slice(1)],
    ['The shard from "" must end where the next one begins.', [SHARDS[0]!, SHARDS[2]!]],
    ['The shard from "p" must end where the next one begins.', [...SHARDS.slice(0, 2), { ...SHARDS[2]!, to: 'z' }]],
    ['The shard from "g" must end behind its first key.', shardsAt(['g', 'g'], MEMBERS)],
    ['The shard from "p" is on "n9", which is no member.', moveShard(SHARDS, 'p', 'n9')]
  ])('refuses shards: %s', (message, shards) => {
    expect(() => createRange(MEMBERS, { shards })).toThrow(message)
  })
})
