import { describe, expect, test } from 'vitest'
import type { Membership } from '../../../src-node/protocols/replicated-log/membership'
import { isQuorum, membershipOf, membershipText, quorumReached } from '../../../src-node/protocols/replicated-log/membership'
import { areEntries } from '../../../src-node/protocols/replicated-log/well-formed'
import { makeMembershipEntry } from '../../../src-node/protocols/replicated-log/entry'
import type { Envelope } from './cluster'
import { TestCluster } from './cluster'

const JOINT: Membership = { voters: ['C', 'D', 'E'], outgoing: ['A', 'B', 'C'] }
const agrees =
  (...nodes: string[]) =>
  (node: string) =>
    nodes.includes(node)

describe('a quorum', () => {
  test('is a majority of the voters; learners count for nothing', () => {
    const membership = membershipOf(['A', 'B', 'C'], { learners: ['D', 'E'] })
    expect(isQuorum(membership, agrees('A', 'B'))).toBe(true)
    expect(isQuorum(membership, agrees('A', 'D', 'E'))).toBe(false)
  })

  test('of a joint configuration takes both majorities', () => {
    expect(isQuorum(JOINT, agrees('A', 'B'))).toBe(false)
    expect(isQuorum(JOINT, agrees('D', 'E'))).toBe(false)
    expect(isQuorum(JOINT, agrees('A', 'C', 'D'))).toBe(true)
    const reached: Record<string, number> = { A: 9, B: 7, C: 2, D: 5, E: 4 }
    expect(quorumReached(JOINT, (node) => reached[node]!)).toBe(4)
  })

  test('of nobody is never reached', () => {
    expect(isQuorum({ voters: [] }, () => true)).toBe(false)
    expect(quorumReached({ voters: [] }, () => 9)).toBe(0)
  })
})

test('a configuration is kept in its shortest form, and reads in one line', () => {
  expect(membershipOf(['A'], { outgoing: [], learners: [] })).toEqual({ voters: ['A'] })
  expect(membershipText({ ...JOINT, learners: ['F'] })).toBe('A B C -> C D E learners F')
})

describe('an entry with a configuration', () => {
  const check = (membership: unknown) =>
    areEntries([makeMembershipEntry(1, 1, membership as Membership)], { index: 0, term: 0 }, 1, ['A', 'B', 'C'])

  test('may name those that take part or did', () => {
    expect(check({ voters: ['A', 'B'], outgoing: ['A', 'C'] })).toBe(true)
    expect(check({ voters: ['A'], learners: ['B'], standbys: ['B'] })).toBe(true)
  })

  test.each([
    ['a stranger', { voters: ['A', 'Z'] }],
    ['nobody', { voters: [] }],
    ['somebody twice', { voters: ['A', 'A'] }],
    ['no voters before', { voters: ['A'], outgoing: [] }],
    ['a strange learner', { voters: ['A'], learners: [7] }]
  ])('may not name %s', (_, membership) => expect(check(membership)).toBe(false))
})

/** A leads A, B and C; D joins, and whatever goes to D or comes from it takes so long, while A is written to. Returns what is told of D. */
function joinsOverLinksOf(delay_ms: number): string[] {
  const told: string[] = []
  const cluster = new TestCluster(
    { nodes: ['A', 'B', 'C'], random: () => 0, parameters: { learner_rounds_max: 3, check_quorum: false } },
    { event: (event) => event.kind === 'note' && event.topic === 'membership' && told.push(event.detail) }
  )
  const delayed: Envelope[] = []
  const deliver = (): void => {
    for (let next = cluster.network.shift(); next; next = cluster.network.shift())
      if (next.from === 'D' || next.to === 'D') delayed.push(next)
      else cluster.deliver(next)
  }
  cluster.fire('A', 'election')
  deliver()
  cluster.join('D')
  for (let sequence = 1; sequence <= 20; sequence++) {
    const due = delayed.splice(0)
    cluster.now_us += delay_ms * 1000
    cluster.request('A', { session: 'c', sequence, operation: { f: 'put', key: 'k', value: 'v' } })
    deliver()
    for (const envelope of due) cluster.deliver(envelope)
    deliver()
  }
  return told
}

describe('a learner', () => {
  test('gets a vote once it has caught up within an election timeout', () => {
    expect(joinsOverLinksOf(10)).toEqual([
      'A proposes the configuration of entry 2: A B C learners D',
      'A proposes the configuration of entry 8: A B C -> A B C D',
      'A proposes the configuration of entry 9: A B C D'
    ])
  })

  test('stays a learner when it has had all its rounds', () => {
    expect(joinsOverLinksOf(200)).toEqual([
      'A proposes the configuration of entry 2: A B C learners D',
      'D does not catch up in 3 rounds and stays a learner'
    ])
  })
})
