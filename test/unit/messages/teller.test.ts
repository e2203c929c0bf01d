import { expect, test } from 'vitest'
import { batchOf } from '../../../src-shared/description/messages'
import { MESSAGES } from '../../../src-shared/protocols/raft/messages'
import { clientTeller, MessageTeller } from '../../../src-node/node-core/message-teller'

function tellerAt(clock: { now_us: number }) {
  const describe = ({ type }: { type: string }) => `it says ${type}`
  return new MessageTeller([...MESSAGES, batchOf(MESSAGES)], describe, () => clock.now_us)
}
const append = (...entries: number[]) => ({ type: 'append-entries', entries })

test('what a type leaves open is told: an empty append, and what is in a batch', () => {
  const teller = tellerAt({ now_us: 0 })
  expect(teller.tell('append-entries', append(1))).toEqual({ says: 'it says append-entries' })
  expect(teller.tell('append-entries', append()).forms).toEqual(['heartbeat'])
  const parts = [
    ['g1', append()],
    ['g2', append(7)],
    ['g3', append()]
  ]
  expect(teller.tell('groups', { type: 'groups', parts }).forms).toEqual(['heartbeat', 'append-entries'])
})

test('of a frequent type so many texts a second are kept; a rare one keeps its own all the same', () => {
  const clock = { now_us: 0 }
  const teller = tellerAt(clock)
  const texts = () => Array.from({ length: 500 }, () => teller.tell('append-entries', append(1)).says).filter(Boolean).length
  expect(texts()).toBe(100)
  expect(teller.tell('request-vote', { type: 'request-vote' }).says).toBe('it says request-vote')
  clock.now_us = 1_000_000
  expect(texts()).toBe(100)
})

test('one message to several peers counts once', () => {
  const teller = tellerAt({ now_us: 0 })
  const message = append(1)
  for (let i = 0; i < 500; i++) expect(teller.tell('append-entries', message).says).toBe('it says append-entries')
})

test('requests and replies say what is asked and answered', () => {
  const teller = clientTeller(() => 0)
  const request = { id: 1, session: 'c1', sequence: 4, operation: { f: 'get', key: 'x' } }
  expect(teller.tell('request', request).says).toBe('c1:4 get x')
  expect(teller.tell('reply', { id: 1, reply: { status: 'redirect', leader: 'n2' } }).says).toBe('redirect to n2')
  expect(teller.tell('reply', { id: 1, reply: { status: 'ok', result: { value: 'a'.repeat(300) } } }).says).toHaveLength(200)
})
