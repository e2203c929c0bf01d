import { describe, expect, it } from 'vitest'
import { shardPicture } from '../../../src-main/report/shard-picture'
import { initialPlacement } from '../../../src-node/protocols/sharded-kv/placement/initial'
import { THEMES } from '../../../src-shared/charts/palette'
import { createConsistentHashing } from '../../../src-shared/placement/consistent-hashing'
import { hash32, HASHES } from '../../../src-shared/placement/hash'
import type { PublishedMap } from '../../../src-shared/protocols/sharded-kv/maps'
import { STRATEGIES } from '../../../src-shared/protocols/sharded-kv/parameters'
import type { Strategy } from '../../../src-shared/protocols/sharded-kv/parameters'
import { placeOfKey } from '../../../src-shared/protocols/sharded-kv/picture/key-place'
import { moveRows } from '../../../src-shared/protocols/sharded-kv/picture/move-rows'
import { BAR, RING } from '../../../src-shared/protocols/sharded-kv/picture/shapes'
import { groupPlaces, ownerLooks, ownerNumber, runsOf, slicesOf } from '../../../src-shared/protocols/sharded-kv/picture/slices'
import { previewRing, virtualNodeAt } from '../../../src-shared/protocols/sharded-kv/picture/virtual-nodes'
import { MovesBuilder } from './move-events'

const NODES = ['n1', 'n2', 'n3', 'n4']

/** As the placement service would publish it first. */
function mapOf(strategy: Strategy, shards = 64, nodes: readonly string[] = NODES): PublishedMap {
  const settings = { strategy, shards, virtual_nodes: 100, copies: 1, groups: 0, keys_expected: 500, rate_kib: 0 }
  const { epoch, virtual_nodes, groups, shards: placed } = initialPlacement(settings, nodes)
  return {
    t_us: 0,
    epoch,
    strategy,
    virtual_nodes,
    shards: [...placed.values()].map(({ id, range, group }) => ({ id, from: range.from, to: range.to, group })),
    groups: [...groups.values()].map(({ name, nodes, leaving }) => ({ name, nodes, leaving }))
  }
}

describe('the parts of the picture', () => {
  it.each(STRATEGIES)('cover it without gap or overlap under %s', (strategy) => {
    const slices = slicesOf(mapOf(strategy))
    expect(slices[0]!.from).toBe(0)
    expect(slices.at(-1)!.to).toBe(1)
    slices.slice(1).forEach(({ from }, at) => expect(from).toBe(slices[at]!.to))
  })

  it('lie in the order of their ranges, whatever the order of the shards', () => {
    const map = mapOf('range', 8)
    expect(slicesOf({ shards: [...map.shards].reverse() })).toEqual(slicesOf(map))
  })

  it('are one where neighbours have one owner', () => {
    const shards = ['n1', 'n1', 'n2', 'n1'].map((group, id) => ({ id, from: id * 2 ** 30, to: (id + 1) * 2 ** 30, group }))
    expect(runsOf(slicesOf({ shards }))).toEqual([
      { group: 'n1', from: 0, to: 0.5 },
      { group: 'n2', from: 0.5, to: 0.75 },
      { group: 'n1', from: 0.75, to: 1 }
    ])
  })

  it('keep a group’s colour when another leaves', () => {
    const groups = ['n1', 'n3', 'n10'].map((name) => ({ name, nodes: [name], leaving: false }))
    expect([...groupPlaces({ groups })]).toEqual([
      ['n1', 0],
      ['n3', 2],
      ['n10', 9]
    ])
  })

  it('begin at the top of the ring and go clockwise, from left to right on a bar', () => {
    const [top, right] = [RING.label(0), RING.label(0.25)]
    expect(top.x).toBeCloseTo(0)
    expect(top.y).toBeLessThan(0)
    expect(right.x).toBeGreaterThan(0)
    expect(right.y).toBeCloseTo(0)
    expect(BAR.label(0).x).toBeLessThan(BAR.label(1).x)
  })

  it('are drawn as an arc even where one shard is all of the ring', () => {
    expect(RING.band({ from: 0, to: 1 })).not.toMatch(/NaN/)
    expect(RING.band({ from: 0, to: 1 })).toMatch(/A186 186 0 1 1/)
  })
})

describe('owners', () => {
  const names = (count: number) => Array.from({ length: count }, (_, at) => `n${at + 1}`)

  it.each(Object.values(THEMES))('look different up to forty of them, the first eight by colour alone: $name', (theme) => {
    const groups = names(40).map((name) => ({ name, nodes: [name], leaving: false }))
    const looks = [...ownerLooks(theme, { groups }).values()]
    expect(new Set(looks.map(({ colour, texture }) => `${colour} ${texture}`)).size).toBe(40)
    expect(looks.slice(0, 9).map(({ texture }) => texture)).toEqual([...Array<string>(8).fill('plain'), 'dots'])
  })

  it('have a number where their names have no room, and it never stands on its head', () => {
    expect(['n12', 'g3', 'store'].map(ownerNumber)).toEqual(['12', '3', ''])
    for (let at = 0; at < 1; at += 1 / 16) expect(Math.abs(RING.number(at).turn)).toBeLessThanOrEqual(90)
  })

  it('are told apart in the report beyond eight as well', () => {
    const svg = shardPicture(mapOf('ring', 64, names(12)), null, THEMES.light, { id: 'map', title: 'Twelve groups' })
    expect([...svg.matchAll(/<pattern id="([^"]+)"/g)].map(([, id]) => id)).toEqual(['map-n9', 'map-n10', 'map-n11', 'map-n12'])
    expect(svg).toMatch(/fill="url\(#map-n12\)"/)
    expect(svg).toMatch(/rotate\([-\d.]+\)".*?>12</)
  })
})

describe('where a key lands', () => {
  it.each(STRATEGIES)('is at its owner by the map, and told so, under %s', (strategy) => {
    const map = mapOf(strategy)
    for (const key of ['k1', 'k17', 'k499', 'z']) {
      const { slice, told, at } = placeOfKey(map, key)!
      const point = strategy === 'range' ? key : hash32(key)
      expect(slice.shard.from <= point && (slice.shard.to === null || point < slice.shard.to)).toBe(true)
      expect(at).toBeGreaterThanOrEqual(slice.from)
      expect(at).toBeLessThan(slice.to)
      expect(told.at(-1)).toBe(`${slice.shard.group} owns it.`)
    }
  })

  it('is told with the virtual node clockwise on a ring', () => {
    const { virtual_node, told, slice } = placeOfKey(mapOf('ring'), 'k17')!
    expect(virtual_node!.group).toBe(slice.shard.group)
    expect(hash32(`${virtual_node!.group}-${virtual_node!.number}`)).toBe(virtual_node!.hash)
    expect(told[1]).toContain(`virtual node ${virtual_node!.number} of ${virtual_node!.group}`)
  })

  it('is still the old owner while the shard has not moved', () => {
    const map = mapOf('modulo')
    const { slice } = placeOfKey(map, 'k17')!
    const other = slice.shard.group === 'n1' ? 'n2' : 'n1'
    const shards = map.shards.map((shard) => (shard.id === slice.shard.id ? { ...shard, group: other } : shard))
    expect(placeOfKey({ ...map, shards }, 'k17')!.told.at(-1)).toBe(
      `${other} owns it until it has moved to ${slice.shard.group}.`
    )
  })
})

describe('virtual nodes', () => {
  it('belong to who owns the hash, around the end of the circle as well', () => {
    const ring = createConsistentHashing(
      NODES.map((id) => ({ id })),
      { virtual_nodes: 3 }
    )
    for (const hash of [0, 1, 2 ** 31, HASHES - 1, ...NODES.map((node) => hash32(`${node}-1`))])
      expect(virtualNodeAt(NODES, 3, hash).group).toBe(ring.ownersAt(hash, 1)[0])
  })

  it('level the load the more of them there are, about as theory says', () => {
    const previews = [1, 100, 1000].map((count) => previewRing(NODES, count))
    for (const { shares } of previews) expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1)
    const errors = previews.map(({ standard_error }) => standard_error)
    expect(errors).toEqual([...errors].sort((a, b) => b - a))
    expect(previews[1]!.theory).toBeCloseTo(0.0866, 3)
    expect(errors[2]).toBeLessThan(0.07)
  })

  it('are drawn as many parts as a screen has room for at most, and all around', () => {
    const { runs } = previewRing(NODES, 1000)
    expect(runs.length).toBeLessThanOrEqual(1440)
    expect(runs[0]!.from).toBe(0)
    expect(runs.at(-1)!.to).toBe(1)
  })
})

describe('the list of moves', () => {
  it('tells of one under way how far it is, at which rate, and for how long it has taken no writes', () => {
    const run = new MovesBuilder().join().plan(2000, 1, 3).step(2010, 1, 3, 'copying').progress(2510, 1, 3, 10)
    expect(moveRows(run.fold()).open).toMatchObject([
      { shard: 3, from: 'n1', to: 'n2', reason: 'n2 joined', how_far: '50 % copied', share: 0.5, rate: '0.2 KiB/s, no throttle' }
    ])
    run.step(3000, 1, 3, 'read-only').progress(3020, 1, 3, 20)
    expect(moveRows(run.fold()).open[0]).toMatchObject({ how_far: 'takes no writes', read_only: 'no writes for 20 ms', share: 1 })
  })

  it('tells of those that go on before those that wait', () => {
    const run = new MovesBuilder().join().plan(2000, 1, 0).plan(2000, 2, 1).plan(2000, 3, 2)
    run.step(2010, 2, 1, 'copying').progress(2020, 2, 1, 3).step(2010, 3, 2, 'catching-up')
    expect(moveRows(run.fold()).open.map(({ shard }) => shard)).toEqual([1, 2, 0])
  })

  it('tells of one that ended why it was made and what it took, the newest first', () => {
    const run = new MovesBuilder().join().move(2000, 1, 3).move(3000, 2, 2)
    const { open, ended, more_ended } = moveRows(run.fold())
    expect([open, more_ended]).toEqual([[], 0])
    expect(ended.map(({ shard }) => shard)).toEqual([2, 3])
    expect(ended[0]!.why).toBe('n2 joined; 21 keys in 350 ms, 50 ms of them without writes.')
  })
})
