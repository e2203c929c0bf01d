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
})
