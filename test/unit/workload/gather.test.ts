import { describe, expect, it } from 'vitest'
import type { Operation } from '../../../src-shared/operations'
import { mapOf, ReadClient } from './read-client'
import type { Reply } from './read-client'

type Gather = Extract<Operation, { readonly f: 'gather' }>

const GATHER: Gather = { f: 'gather', key: 'all', keys: ['a', 'b', 'c', 'd'] }
/** Keys before `c` are n1's, the others n2's. */
const OLD = mapOf({ '': 'n1', c: 'n2' })
const NOWHERE: Reply = { status: 'redirect', leader: null }

/** What a node answers that serves these keys: each holds its own name. */
function serving(keys: string, { keys: asked }: Gather): Reply {
  const served = asked.filter((key) => keys.includes(key))
  return served.length === 0 ? NOWHERE : { status: 'ok', result: { values: Object.fromEntries(served.map((key) => [key, key])) } }
}
const keysAsked = ({ asked }: ReadClient) => asked.map(([node, operation]) => `${node} ${(operation as Gather).keys.join('')}`)
const ALL = { values: { a: 'a', b: 'b', c: 'c', d: 'd' } }

/** A client that has the map. */
function clientWithMap(answer: (operation: Gather, node: string) => Reply | null, options = {}): ReadClient {
  let has_map = false
  const client = new ReadClient(
    ['n1', 'n2', 'n3'],
    (operation, node) => {
      if (has_map) return answer(operation as Gather, node)
      has_map = true
      return { status: 'redirect', leader: null, map: OLD }
    },
    options
  )
  return client
}

describe('a gather', () => {
  it('asks each group for its keys, all at once, as soon as a map tells whose they are', () => {
    const client = clientWithMap((operation, node) => serving(node === 'n1' ? 'ab' : 'cd', operation))
    expect(client.read(GATHER)).toMatchObject({ kind: 'ok', result: ALL })
    expect(keysAsked(client)).toEqual(['n1 abcd', 'n1 ab', 'n2 cd'])
    expect(client.attempts).toEqual([
      [1, 'n1'],
      [2, 'n1'],
      [2, 'n2']
    ])
  })

  it('asks anew by the newest map for what a group no longer serves', () => {
    const client = clientWithMap((operation, node) => {
      if (node === 'n3') return serving('b', operation)
      const answer = serving(node === 'n1' ? 'a' : 'cd', operation)
      return answer === NOWHERE ? { status: 'redirect', leader: 'n3', map: mapOf({ '': 'n1', b: 'n3', c: 'n2' }, 2) } : answer
    })
    expect(client.read(GATHER)).toMatchObject({ kind: 'ok', result: ALL })
    expect(keysAsked(client)).toEqual(['n1 abcd', 'n1 ab', 'n2 cd', 'n1 b', 'n3 b'])
  })

  it('goes where a redirect names, though no map says so yet', () => {
    const client = clientWithMap((operation, node) => {
      if (node === 'n3') return serving('b', operation)
      const answer = serving(node === 'n1' ? 'a' : 'cd', operation)
      return answer === NOWHERE ? { status: 'redirect', leader: 'n3' } : answer
    })
    expect(client.read(GATHER)).toMatchObject({ kind: 'ok', result: ALL })
    expect(keysAsked(client).slice(-2)).toEqual(['n1 b', 'n3 b'])
  })

  it('asks again after a pause for what nobody serves, and fails as a whole when it has no tries left', () => {
    let served = false
    const patient = clientWithMap((operation, node) => {
      if (node === 'n2') return serving('cd', operation)
      const answer = served ? serving('ab', operation) : NOWHERE
      served = true
      return answer
    })
    expect(patient.read(GATHER)).toMatchObject({ kind: 'ok', result: ALL })
    const hasty = clientWithMap((operation, node) => (node === 'n2' ? serving('cd', operation) : NOWHERE), { attempts: 2 })
    expect(hasty.read(GATHER)).toEqual({ kind: 'fail', result: null, error: expect.stringMatching(/n1 does not hold a/) })
  })

  it('fails at its deadline when a group does not answer, whatever the others have told', () => {
    const client = clientWithMap((operation, node) => (node === 'n1' ? serving('ab', operation) : null))
    expect(client.read(GATHER)).toMatchObject({ kind: 'fail', error: 'no answer within 1000 ms: n2 did not answer' })
  })

  it('waits for nodes that cannot be reached without spending its tries', () => {
    const client = new ReadClient(['n1'], () => NOWHERE, { attempts: 1, isUp: () => false })
    expect(client.read(GATHER)).toMatchObject({ kind: 'fail', error: 'no answer within 1000 ms: no node could be reached' })
  })
})
