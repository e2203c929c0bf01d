import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeEntry } from '../../../src-node/protocols/replicated-log/entry'
import { shardMachine } from '../../../src-node/protocols/sharded-kv/shards/machine'
import { SCAN_ROWS_MAX } from '../../../src-node/protocols/sharded-kv/shards/scan'
import { dropShard, emptyShard, putShard, setRow } from '../../../src-node/protocols/sharded-kv/shards/state'
import type { ShardMachine } from '../../../src-node/protocols/sharded-kv/shards/state'
import type { ShardRange } from '../../../src-node/protocols/sharded-kv/placement/state'
import { HASHES, hash32 } from '../../../src-shared/placement/hash'
import type { Operation } from '../../../src-shared/operations'
import { createRandom } from '../../../src-shared/random'
import type { Random } from '../../../src-shared/random'
import type { ClientMap } from '../../../src-shared/wire/client-map'
import { common, joined, without } from '../../../src-shared/wire/parts'
import type { Part } from '../../../src-shared/wire/parts'
import { ReadClient } from './read-client'
import type { Reply } from './read-client'

type Scan = Extract<Operation, { readonly f: 'scan' }>
type By = ShardRange['by']

const NODES = ['n1', 'n2', 'n3']
const SHARDS = 6

function rangesBy(by: By, keys: readonly string[]): ShardRange[] {
  const start = (at: number) => keys[Math.floor((at * keys.length) / SHARDS)]!
  return Array.from({ length: SHARDS }, (_, at) => {
    const end = at + 1 < SHARDS ? start(at + 1) : null
    if (by === 'key') return { by, from: at === 0 ? '' : start(at), to: end }
    return { by, from: Math.ceil((at * HASHES) / SHARDS), to: Math.ceil(((at + 1) * HASHES) / SHARDS) }
  })
}

/** Groups of one node each, whose shards go from one to the other while a client reads; every key holds its own name. */
class MovingShards {
  readonly groups = new Map<string, ShardMachine>(NODES.map((node) => [node, shardMachine.empty()]))
  readonly keys: readonly string[]
  private readonly owners: string[]
  private epoch = 1
  private map: ClientMap

  constructor(
    private readonly by: By,
    private readonly random: Random,
    keys: number,
    private readonly switches: Record<string, boolean> = {}
  ) {
    this.keys = Array.from({ length: keys }, (_, i) => `k${i}`).sort()
    const ranges = rangesBy(by, this.keys)
    this.owners = ranges.map((_, i) => NODES[i % NODES.length]!)
    ranges.forEach((range, i) => {
      const shard = emptyShard(i, range, 0, { status: 'serving' })
      for (const key of this.keys)
        if (
          common([by === 'hash' ? hash32(key) : key, null], [range.from, range.to])?.[0] === (by === 'hash' ? hash32(key) : key)
        )
          setRow(shard, key, key)
      putShard(this.groups.get(this.owners[i]!)!, shard)
    })
    this.map = this.publish()
  }

  /** A shard goes to another group; the map may come out later. */
  move(): void {
    const id = Math.floor(this.random() * SHARDS)
    const [from, to] = [this.owners[id]!, NODES[Math.floor(this.random() * NODES.length)]!]
    if (from === to) return
    const shard = this.groups.get(from)!.shards.get(id)!
    dropShard(this.groups.get(from)!, id)
    putShard(this.groups.get(to)!, shard)
    this.owners[id] = to
    this.epoch++
    if (this.random() < 0.5) this.map = this.publish()
  }

  answer(operation: Operation, node: string, map_epoch: number | undefined): Reply {
    const reply = shardMachine.read(this.groups.get(node)!, operation, this.switches as never)
    if (reply.status !== 'redirect') return reply
    // Late as it may be, it comes out.
    if (this.random() < 0.5) this.map = this.publish()
    const is_newer = map_epoch === undefined || map_epoch < this.map.epoch
    return { status: 'redirect', leader: null, ...(is_newer && { map: this.map }) }
  }

  private publish(): ClientMap {
    const starts = rangesBy(this.by, this.keys).map(({ from }) => from) as ClientMap['starts']
    const owners = this.owners.map((owner) => NODES.indexOf(owner))
    return { epoch: this.epoch, starts, owners, groups: NODES.map((name) => ({ name, nodes: [name] })) }
  }
}

/** A scan while shards move with this probability at each request. */
function scanWhile(world: MovingShards, scan: Scan, random: Random, moving: number) {
  const client = new ReadClient(
    NODES,
    (operation, node, { map_epoch }) => {
      if (random() < moving) world.move()
      return world.answer(operation, node, map_epoch)
    },
    { attempts: 100 }
  )
  return { ended: client.read(scan), requests: client.asked }
}

const rowsOf = (keys: readonly string[], { key: from, to }: Scan) => ({
  values: Object.fromEntries(keys.filter((key) => key >= from && (to === null || key < to)).map((key) => [key, key]))
})

describe('a scan', () => {
  it.each(['hash', 'key'] as const)('by %s reads each key of its range once, whatever moves meanwhile', (by) => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(99), fc.option(fc.integer({ min: 1, max: 60 })), (seed, first, width) => {
        const random = createRandom(seed, 'scan')
        const world = new MovingShards(by, random, 100)
        const scan: Scan = { f: 'scan', key: world.keys[first]!, to: width === null ? null : (world.keys[first + width] ?? null) }
        const { ended } = scanWhile(world, scan, random, 0.3)
        // Whoever looks for what moves all the time may run out of time, and then says so.
        if (ended.kind === 'fail') expect(ended.error).toMatch(/^no answer within/)
        else expect(ended.result).toEqual(rowsOf(world.keys, scan))
      }),
      { seed: 11, numRuns: 200 }
    )
  })

  it('asks under range whom its range belongs to, and under hash every group', () => {
    const asked = (by: By): string[] => {
      const random = createRandom(1, 'still')
      const world = new MovingShards(by, random, 60)
      const [key, to] = [world.keys[1]!, world.keys[8]!]
      const { ended, requests } = scanWhile(world, { f: 'scan', key, to }, random, 0)
      expect(ended.kind).toBe('ok')
      // The first brings the map.
      return requests.slice(1).map(([node]) => node)
    }
    expect(asked('key')).toEqual(['n1'])
    expect(asked('hash')).toEqual(NODES)
  })

  it.each(['hash', 'key'] as const)('by %s goes on where an answer has no room for more', (by) => {
    const random = createRandom(1, 'many')
    const world = new MovingShards(by, random, 4 * SCAN_ROWS_MAX)
    const scan: Scan = { f: 'scan', key: '', to: null }
    const { ended, requests } = scanWhile(world, scan, random, 0)
    expect(ended.result).toEqual(rowsOf(world.keys, scan))
    expect(requests.length).toBeGreaterThan(1 + NODES.length)
  })

  it('misses rows when a group answers for more than it serves', () => {
    let missed = 0
    for (let seed = 1; seed <= 30; seed++) {
      const random = createRandom(seed, 'bug')
      const world = new MovingShards('hash', random, 60, { 'scan-forgets-moving-shards': true })
      const scan: Scan = { f: 'scan', key: '', to: null }
      const { ended } = scanWhile(world, scan, random, 0.3)
      if (ended.kind === 'ok' && Object.keys(ended.result!.values!).length < world.keys.length) missed++
    }
    expect(missed).toBeGreaterThan(0)
  })

  it('counts as an operation of the shards that it reads, and changes nothing', () => {
    const machine = shardMachine.empty()
    const operation = {
      f: 'command',
      command: { do: 'found', shards: [{ id: 0, range: { by: 'key', from: '', to: null } }] },
      bytes: 0
    }
    shardMachine.apply(machine, makeEntry(1, 1, '', 0, operation as never) as never, {} as never)
    const before = JSON.stringify(shardMachine.toRows(machine))
    const reply = shardMachine.read(machine, { f: 'scan', key: 'a', to: 'b', parts: [['a', 'b']] }, {} as never)
    expect(reply).toEqual({ status: 'ok', result: { values: {}, covered: [['a', 'b']] } })
    expect(JSON.stringify(shardMachine.toRows(machine))).toBe(before)
    expect(shardMachine.sample(machine)['operations']).toBe(1)
  })

  it('counts for the first key that it reads, by which a shard is split where its load is', () => {
    const machine = shardMachine.empty()
    const commit = (operation: unknown) =>
      shardMachine.apply(machine, makeEntry(++index, 1, 's', index, operation as never) as never, {} as never)
    let index = 0
    const range = { by: 'key', from: '', to: null }
    commit({ f: 'command', command: { do: 'found', shards: [{ id: 0, range }] }, bytes: 0 })
    for (const key of ['b', 'c']) commit({ f: 'put', key, value: 'v' })
    shardMachine.read(machine, { f: 'scan', key: 'a', to: 'd', parts: [['a', 'd']] }, {} as never)
    expect(machine.shards.get(0)!.sample.keys).toEqual(['b', 'c', 'b'])
  })
})

describe('parts of all keys', () => {
  const end = 20
  const part = fc
    .tuple(fc.nat(end), fc.option(fc.nat(end)))
    .filter(([from, to]) => to === null || from < to) as fc.Arbitrary<Part>
  const holds = (parts: readonly Part[], at: number) =>
    parts.some(([from, to]) => Number(from) <= at && (to === null || at < Number(to)))
  const everywhere = (check: (at: number) => void) => Array.from({ length: end + 2 }, (_, at) => check(at))

  it('have in common what both hold, and are left without what is taken out', () => {
    fc.assert(
      fc.property(part, part, part, (a, b, c) => {
        const both = common(a, b)
        const left = without([a], [b, c])
        everywhere((at) => {
          expect(both !== null && holds([both], at)).toBe(holds([a], at) && holds([b], at))
          expect(holds(left, at)).toBe(holds([a], at) && !holds([b, c], at))
        })
      })
    )
  })

  it('are joined where they touch', () => {
    expect(
      joined([
        ['a', 'b'],
        ['b', 'd'],
        ['e', null]
      ])
    ).toEqual([
      ['a', 'd'],
      ['e', null]
    ])
  })
})
