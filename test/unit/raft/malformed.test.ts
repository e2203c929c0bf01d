import { expect, test } from 'vitest'
import type { RaftMessage } from '../../../src-node/protocols/raft/messages'
import { describeMessage, MESSAGE_NAMES } from '../../../src-node/protocols/raft/messages'
import { TestCluster } from './cluster'

const GARBAGE = [undefined, null, -1, 1.5, NaN, 'x', {}, [], true, 2 ** 60]

test('a message that lacks fields or has absurd ones is ignored with a note', () => {
  const notes: string[] = []
  const cluster = new TestCluster(
    { nodes: ['A', 'B', 'C'], random: () => 0 },
    { event: (event) => event.kind === 'note' && notes.push(event.topic) }
  )
  const before = structuredClone(cluster.state('A'))
  for (const type of MESSAGE_NAMES) {
    for (const term of GARBAGE) cluster.deliver({ from: 'B', to: 'A', message: { type, term } as unknown as RaftMessage })
  }
  cluster.deliver({ from: 'B', to: 'A', message: { type: 'unheard-of', term: 1 } as unknown as RaftMessage })
  expect(cluster.state('A')).toEqual(before)
  expect(new Set(notes)).toEqual(new Set(['bad-message']))
  expect(cluster.network).toEqual([])
})

test('a message from a stranger is ignored', () => {
  const cluster = new TestCluster({ nodes: ['A', 'B', 'C'], random: () => 0 }, {})
  const message: RaftMessage = { type: 'request-vote', term: 9, last_index: 9, last_term: 9, forced: true }
  cluster.deliver({ from: 'Z', to: 'A', message })
  expect(cluster.state('A').term).toBe(0)
  expect(describeMessage(message)).toBe('request-vote term=9 last=9/9 forced')
})
