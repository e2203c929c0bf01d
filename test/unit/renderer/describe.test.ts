import { expect, test } from 'vitest'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import { Apply, Commit, LogAppend, Vote } from '../../../src-shared/protocols/replicated-log/facts'
import { describeEvent } from '../../../src-renderer/lab/text/describeEvent'
import type { ProtocolWords } from '../../../src-renderer/lab/text/describeEvent'
import { description as raft } from '../../../src-shared/protocols/raft/description'
import { minuteOfRaft } from '../support/stream'

const said = (body: EventBody, words: ProtocolWords = {}) => describeEvent({ ...body, t: 0, seq: 1 } as LabEvent, words)
const message = { from: 'n1', to: 'n2', boot: 1, n: 4 }

test('says in a plain sentence what an event is', () => {
  expect(said({ kind: 'role', node: 'n3', role: 'follower', term: 4, leader: 'n1' })).toBe(
    'n3 is follower in term 4 and follows n1.'
  )
  expect(said({ kind: 'role', node: 'n1', role: 'leader', term: 4, leader: 'n1' })).toBe('n1 is leader in term 4.')
  expect(said({ kind: 'sent', type: 'request-vote', bytes: 9, ...message })).toBe('n1 sends request-vote to n2.')
  expect(said({ kind: 'dropped', cause: 'cut', ...message })).toBe('A message from n1 to n2 is dropped: cut.')
  expect(said(Commit.of('n2', { index: 7, term: 1 }))).toBe('n2 knows entry 7 to be committed.')
  expect(said({ kind: 'invoke', client: 'c1', op: 3, operation: { f: 'put', key: 'k', value: 'v' } })).toBe('c1 asks: put k = v.')
  expect(
    said(Vote.of('n2', { candidate: 'n5', term: 3, last: { index: 1, term: 1 }, candidate_last: { index: 1, term: 1 } }))
  ).toBe('n2 votes for n5 in term 3.')
  const entry = (index: number) => ({ index, term: 1, digest: 0 })
  expect(said(Apply.of('n1', { entries: [entry(3)] }))).toBe('n1 applies entry 3.')
  expect(said(LogAppend.of('n1', { entries: [entry(3), entry(4)] }))).toBe('n1 writes entries 3 to 4 to its log.')
})

test('calls messages what their protocol calls them, as the canvas does', () => {
  const sent = { kind: 'sent', bytes: 9, ...message } as const
  expect(said({ ...sent, type: 'pre-vote' }, raft)).toBe('n1 sends pre-vote request to n2.')
  expect(said({ ...sent, type: 'append-entries', forms: ['heartbeat'] }, raft)).toBe('n1 sends heartbeat to n2.')
  expect(said({ kind: 'received', type: 'append-entries-reply', ...message }, raft)).toBe('n2 reads append answer from n1.')
  const heartbeat = { kind: 'received', type: 'append-entries', ...message } as const
  expect(said(heartbeat, { ...raft, formsOf: ({ n }) => (n === 4 ? ['heartbeat'] : null) })).toBe('n2 reads heartbeat from n1.')
  expect(said(heartbeat, raft)).toBe('n2 reads append from n1.')
  expect(said({ ...sent, type: 'of another version' }, raft)).toBe('n1 sends of another version to n2.')
})

test('has a sentence for every event of a run', () => {
  for (const event of minuteOfRaft()) expect(describeEvent(event), event.kind).toMatch(/^\S.*\S$/)
})
