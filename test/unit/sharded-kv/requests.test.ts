import { afterAll, expect, it, vi } from 'vitest'

// Modules of their own: those that other tests have loaded hash without being counted.
vi.resetModules()
vi.doMock(import('../../../src-shared/placement/hash'), async (importOriginal) => {
  const original = await importOriginal()
  return { ...original, hash32: vi.fn(original.hash32) }
})
const { hash32 } = await import('../../../src-shared/placement/hash')
const { shardedKv } = await import('../../../src-node/protocols/sharded-kv')
const { shardGroups, shardsOf } = await import('../../../src-node/protocols/sharded-kv/core')
const { emptyShard, putShard } = await import('../../../src-node/protocols/sharded-kv/shards/state')
afterAll(() => {
  vi.doUnmock(import('../../../src-shared/placement/hash'))
  vi.resetModules()
})

const NODES = ['n1', 'n2', 'n3']
const CONTEXT = { now_us: 0, random: () => 0 }

/** A node that follows in so many groups, each of which serves its part of 64 shards. */
function nodeWith(groups: number) {
  const { parameters } = shardedKv.description
  const defaults = Object.fromEntries(Object.entries(parameters).map(([name, parameter]) => [name, parameter.default]))
  const given = { ...defaults, copies: 3, groups, shards: 64 }
  const recovered = { snapshot: null, records: [] }
  const node = { id: 'n1', nodes: NODES, generation: 0, parameters: given, switches: [], recovered }
  const { state } = shardedKv.boot(node, CONTEXT)
  for (const [group, raft] of shardGroups(state))
    for (const { id, range, group: owner } of state.initial.shards.values())
      if (owner === group) putShard(shardsOf(raft), emptyShard(id, range, 0, { status: 'serving' }))
  return state
}

it.each([1, 16])('the key of a request is hashed once, whichever of %d groups on the node has it', (groups) => {
  const state = nodeWith(groups)
  expect(shardGroups(state)).toHaveLength(groups)
  vi.mocked(hash32).mockClear()
  const request = { request: 1, session: 's', sequence: 1, operation: { f: 'get', key: 'key-1' } } as const
  const effects = shardedKv.step(state, [{ kind: 'request', request }], CONTEXT)
  expect(effects).toMatchObject([{ kind: 'reply', request: 1, reply: { status: 'redirect' } }])
  expect(vi.mocked(hash32).mock.calls).toEqual([['key-1']])
})
