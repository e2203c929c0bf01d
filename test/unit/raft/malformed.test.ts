import { describe, expect, test } from 'vitest'
import type { RaftMessage } from '../../../src-node/protocols/raft/messages'
import { describeMessage } from '../../../src-node/protocols/raft/messages'
import { MESSAGES } from '../../../src-shared/protocols/raft/messages'
import { TestCluster } from './cluster'

const GARBAGE = [undefined, null, -1, 1.5, NaN, 'x', {}, [], [null], [[]], [{}], true, 2 ** 60]

const PUT = { f: 'put', key: 'k', value: 'v' }
const ENTRY = { index: 1, term: 1, digest: 1, session: 's', sequence: 1, operation: PUT }
const APPEND = { type: 'append-entries', term: 1, previous_index: 0, previous_term: 0, commit: 0, round: 0, entries: [ENTRY] }
const KEY_ROW = ['key', 'k', 'v']
const SESSION_ROW = ['session', 's', 1, [[1, 2, 'done']]]
const SNAPSHOT = {
  type: 'install-snapshot',
  term: 1,
  index: 5,
  index_term: 1,
  membership: { voters: ['A', 'B', 'C'] },
  offset: 0,
  rows: [KEY_ROW, SESSION_ROW],
  done: true
}
const WELL_FORMED: Readonly<Record<RaftMessage['type'], Readonly<Record<string, unknown>>>> = {
  'pre-vote': { type: 'pre-vote', term: 1, last_index: 0, last_term: 0 },
  'pre-vote-reply': { type: 'pre-vote-reply', term: 0, asked_term: 1, granted: true },
  'request-vote': { type: 'request-vote', term: 1, last_index: 0, last_term: 0, forced: false },
  'request-vote-reply': { type: 'request-vote-reply', term: 1, granted: true },
  'append-entries': APPEND,
  'append-entries-reply': {
    type: 'append-entries-reply',
    term: 1,
    success: true,
    index: 0,
    hint_index: 0,
    hint_term: 0,
    round: 0,
    generation: 0
  },
  'install-snapshot': SNAPSHOT,
  'install-snapshot-reply': {
    type: 'install-snapshot-reply',
    term: 1,
    index: 5,
    offset: 0,
    received: 0,
    done: false,
    generation: 0
  },
  'timeout-now': { type: 'timeout-now', term: 1 },
  removed: { type: 'removed', term: 1, index: 0, index_term: 0 }
}

/** A follower of term 0, and the topics of what it notes. */
function follower(): { cluster: TestCluster; notes: string[] } {
  const notes: string[] = []
  const event = (event: { kind: string; topic?: string }) => event.kind === 'note' && notes.push(event.topic!)
  return { cluster: new TestCluster({ nodes: ['A', 'B', 'C'], random: () => 0 }, { event }), notes }
}

/** A, leading term 1 with its no-op committed. */
function leader(): { cluster: TestCluster; notes: string[] } {
  const { cluster, notes } = follower()
  cluster.input('A', { kind: 'command', command: 'campaign', arguments: {} })
  while (cluster.network.length > 0) cluster.deliver(cluster.network.shift()!)
  notes.length = 0
  return { cluster, notes }
}

function deliver(cluster: TestCluster, message: Readonly<Record<string, unknown>>): void {
  cluster.deliver({ from: 'B', to: 'A', message: message as unknown as RaftMessage })
}

function expectIgnored(message: Readonly<Record<string, unknown>>): void {
  const { cluster, notes } = follower()
  const before = structuredClone(cluster.state('A'))
  deliver(cluster, message)
  expect(cluster.state('A')).toEqual(before)
  expect(notes).toEqual(['bad-message'])
  expect(cluster.network).toEqual([])
}

/** Whether the garbage would do in this place. */
function passes(place: unknown, garbage: unknown): boolean {
  return typeof place === typeof garbage && Array.isArray(place) === Array.isArray(garbage) && typeof place !== 'number'
}

describe('a message that no correct peer sends is ignored with a note', () => {
  test('the messages that this starts from are taken', () => {
    for (const message of Object.values(WELL_FORMED)) {
      const { cluster, notes } = follower()
      deliver(cluster, message)
      expect(notes).not.toContain('bad-message')
    }
  })

  test.each(MESSAGES.map(({ name }) => name))('%s with a field that is missing or absurd', (type) => {
    const message = WELL_FORMED[type]
    for (const field of Object.keys(message).filter((name) => name !== 'type')) {
      for (const garbage of GARBAGE) {
        const isList = field === 'entries' || field === 'rows'
        if (passes(message[field], garbage) && !(isList && (garbage as unknown[]).length > 0)) continue
        expectIgnored({ ...message, [field]: garbage })
      }
    }
  })

  test('entries with a field that is missing or absurd', () => {
    for (const [field, place] of Object.entries(ENTRY)) {
      for (const garbage of GARBAGE) {
        if ((field === 'operation' && garbage === null) || (field === 'session' && passes(place, garbage))) continue
        expectIgnored({ ...APPEND, entries: [{ ...ENTRY, [field]: garbage }] })
      }
    }
  })

  test.each([
    ['entries with a gap', { ...APPEND, entries: [ENTRY, { ...ENTRY, index: 3 }] }],
    [
      'entries whose terms go back',
      {
        ...APPEND,
        term: 3,
        entries: [
          { ...ENTRY, term: 2 },
          { ...ENTRY, index: 2 }
        ]
      }
    ],
    ['an entry of a later term than its leader', { ...APPEND, entries: [{ ...ENTRY, term: 2 }] }],
    [
      'an entry that follows a later term',
      { ...APPEND, term: 5, previous_index: 3, previous_term: 4, entries: [{ ...ENTRY, index: 4 }] }
    ],
    ['a read in the log', { ...APPEND, entries: [{ ...ENTRY, operation: { f: 'get', key: 'k' } }] }],
    ['a put without a value', { ...APPEND, entries: [{ ...ENTRY, operation: { f: 'put', key: 'k' } }] }],
    [
      'a compare-and-set that expects a number',
      { ...APPEND, entries: [{ ...ENTRY, operation: { ...PUT, f: 'cas', expected: 1 } }] }
    ],
    ['an unknown operation', { ...APPEND, entries: [{ ...ENTRY, operation: { ...PUT, f: 'constructor' } }] }],
    ['a snapshot of a later term than its leader', { ...SNAPSHOT, index_term: 2 }],
    ['a snapshot in which a stranger votes', { ...SNAPSHOT, membership: { voters: ['A', 'Z'] } }],
    ['a snapshot in which nobody votes', { ...SNAPSHOT, membership: { voters: [] } }],
    ['a row of an unknown kind', { ...SNAPSHOT, rows: [['lock', 'k', 'v']] }],
    ['a key without its value', { ...SNAPSHOT, rows: [['key', 'k']] }],
    ['a session with an unknown outcome', { ...SNAPSHOT, rows: [['session', 's', 1, [[1, 2, 'won']]]] }],
    ['a session without any run', { ...SNAPSHOT, rows: [['session', 's', 1, []]] }],
    ['a session with a run that ends before it begins', { ...SNAPSHOT, rows: [['session', 's', 1, [[2, 1, 'done']]]] }],
    ['a session with half a run', { ...SNAPSHOT, rows: [['session', 's', 1, [7]]] }],
    ['a type that the protocol does not have', { type: 'constructor', term: 1 }]
  ])('%s', (_, message) => expectIgnored(message))

  test('agreement to entries that a leader never had, and to reads that it never asked about', () => {
    const { cluster, notes } = leader()
    const agreement = WELL_FORMED['append-entries-reply']
    const before = structuredClone(cluster.state('A').leading)
    deliver(cluster, { ...agreement, index: 99 })
    deliver(cluster, { ...agreement, index: 1, round: 99 })
    expect(cluster.state('A').leading).toEqual(before)
    expect(notes).toEqual(['bad-message', 'bad-message'])
  })
})

test.each(['append-entries', 'install-snapshot', 'timeout-now'] as const)('a leader ignores %s of its own term', (type) => {
  const { cluster, notes } = leader()
  const before = structuredClone(cluster.state('A'))
  deliver(cluster, WELL_FORMED[type])
  expect(cluster.state('A')).toEqual(before)
  expect(notes).toEqual(['bad-message'])
})

test('a message from a stranger is ignored', () => {
  const cluster = new TestCluster({ nodes: ['A', 'B', 'C'], random: () => 0 }, {})
  const message: RaftMessage = { type: 'request-vote', term: 9, last_index: 9, last_term: 9, forced: true }
  cluster.deliver({ from: 'Z', to: 'A', message })
  expect(cluster.state('A').term).toBe(0)
  expect(describeMessage(message)).toBe('request-vote term=9 last=9/9 forced')
})
