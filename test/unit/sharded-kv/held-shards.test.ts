import { describe, expect, it } from 'vitest'
import { heldShards, heldText } from '../../../src-shared/protocols/sharded-kv/held-shards'
import { panels } from '../../../src-shared/protocols/sharded-kv/panels'
import { MovesBuilder } from './move-events'

/** n2 has joined n1, and shard 2 is half-way to it. */
const underWay = () => new MovesBuilder().join().plan(1100, 1, 2).step(1110, 1, 2, 'copying').progress(1200, 1, 2, 10)
const arrived = () => new MovesBuilder().join().move(1100, 1, 2).map(1500, 3, ['n1', 'n1', 'n2', 'n1'])
const held = (run: MovesBuilder, node: string) =>
  heldShards(run.fold(), node).map(({ from, to, state, share }) => `${from}–${to} ${state} ${share}`)

describe('what a node holds', () => {
  it('is each stretch of its shards, and what moves by itself with how much is copied', () => {
    expect(held(underWay(), 'n1')).toEqual(['0–0.5 held 1', '0.5–0.75 leaving 0.5', '0.75–1 held 1'])
    expect(held(underWay(), 'n2')).toEqual(['0.5–0.75 arriving 0.5'])
    expect(heldText(underWay().fold(), 'n1')).toBe('holds 4 of 4 shards; 1 leaving')
    expect(heldText(underWay().fold(), 'n2')).toBe('holds 0 of 4 shards; 1 arriving')
  })

  it('is the new owner’s once the map says so', () => {
    expect(held(arrived(), 'n1')).toEqual(['0–0.5 held 1', '0.75–1 held 1'])
    expect(held(arrived(), 'n2')).toEqual(['0.5–0.75 held 1'])
  })
})

describe('what a node believes of the owners of shards', () => {
  const beliefs = (epoch: number) =>
    panels.beliefs!(arrived().at(2000, { kind: 'sample', node: 'n1', values: { epoch } }).fold(), 'n1')!

  it('is what its map says: an owner of before is wrong, and the new one’s shard not known of', () => {
    const { lines, peers, text } = beliefs(2)
    expect(lines.slice(1).map(({ name, believed, actual }) => `${name}: ${believed} | ${actual}`)).toEqual([
      'map: 2 | 3',
      'shard 2: n1 | n2'
    ])
    expect(text).toMatch(/goes by map 2, where 3 is the newest; it seeks 1 shard at old owners$/)
    expect(peers.get('n1')!.parts!.map(({ state }) => state)).toEqual(['held', 'wrong', 'held'])
    expect(peers.get('n2')!.parts!.map(({ state }) => state)).toEqual(['unknown'])
  })

  it('is so with the newest map', () => {
    const { lines, peers } = beliefs(3)
    expect(lines.filter(({ name }) => name.startsWith('shard'))).toEqual([])
    expect(peers.get('n2')!.parts!.map(({ state }) => state)).toEqual(['held'])
  })
})
