import { describe, expect, it } from 'vitest'
import { ReadClient } from './read-client'

const GET = { f: 'get', key: 'k1' } as const

/** A client with a cache, before a node that answers each read with a new value. */
function cachingClient(): ReadClient {
  let reads = 0
  return new ReadClient(['n1'], ({ f }) => ({ status: 'ok', result: f === 'get' ? { value: `read ${++reads}` } : {} }), {
    load: { read_policy: 'cached', cache_ttl: '50ms' }
  })
}

/** Lets so much time pass. */
function pass({ scheduler }: ReadClient, ms: number): void {
  let is_over = false
  scheduler.after(ms * 1000, () => (is_over = true))
  while (!is_over) scheduler.step()
}

describe('a client with a cache', () => {
  it('asks once, and answers from its cache until what it has is too old, saying how old it is', () => {
    const client = cachingClient()
    expect(client.read(GET).result).toEqual({ value: 'read 1' })
    pass(client, 20)
    expect(client.read(GET).result).toEqual({ value: 'read 1' })
    expect(client.asked).toHaveLength(1)
    const [ok] = client.events.filter(({ kind }) => kind === 'ok')
    expect(ok).toMatchObject({ copy: { of: 'cache', age_us: 21_000 }, node: 'n1', latency_us: 100 })
    pass(client, 50)
    expect(client.read(GET).result).toEqual({ value: 'read 2' })
    expect(client.events.some((event) => event.kind === 'ok' && event.copy !== undefined)).toBe(false)
  })

  it('asks again after a write of its own', () => {
    const client = cachingClient()
    client.read(GET)
    client.read({ f: 'put', key: 'k1', value: 'mine' })
    expect(client.read(GET).result).toEqual({ value: 'read 2' })
  })

  it('asks the nodes when the answer must not come from a cache', () => {
    const client = cachingClient()
    client.read(GET)
    expect(client.read(GET, { cached: false }).result).toEqual({ value: 'read 2' })
  })

  it('asks as the policy of the one operation says, whatever that of all others is', () => {
    const client = new ReadClient(['n1'], () => ({ status: 'ok', result: { value: 'v' } }), {
      load: { read_policy: 'linearizable' }
    })
    client.read(GET, { policy: 'cached' })
    client.read(GET, { policy: 'cached' })
    expect(client.asked).toHaveLength(1)
    client.read(GET)
    expect(client.asked).toHaveLength(2)
  })

  it('asks once for reads that miss together, and gives all of them the answer with its age', () => {
    const client = cachingClient()
    client.begin(GET)
    pass(client, 0.4)
    client.begin(GET)
    client.begin({ f: 'get', key: 'k2' })
    pass(client, 5)
    expect(client.asked).toHaveLength(2)
    const answers = client.events.filter((event) => event.kind === 'ok')
    expect(answers.map(({ op, result, copy }) => [op, result, copy])).toEqual([
      [1, { value: 'read 1' }, undefined],
      [2, { value: 'read 1' }, { of: 'cache', age_us: 400 }],
      [3, { value: 'read 2' }, undefined]
    ])
  })

  it('ends a read without an answer that waits for one without, or has waited too long', () => {
    const client = new ReadClient(['n1'], () => null, { load: { read_policy: 'cached' } })
    client.begin(GET, { timeout: '100ms' })
    client.begin(GET, { timeout: '50ms' })
    client.begin(GET, { timeout: '500ms' })
    pass(client, 120)
    const errors = client.events.flatMap((event) => (event.kind === 'fail' ? [[event.op, event.error]] : []))
    expect(errors).toEqual([
      [2, 'no answer within 50 ms to the read that it waited for'],
      [1, 'no answer within 100 ms: no node could be reached'],
      [3, 'the read that it waited for failed']
    ])
  })
})
