import { describe, expect, test } from 'vitest'
import { lookOf, MESSAGE_KINDS, messageLooks, batchOf } from '../../../src-shared/description/messages'
import type { MessageDescription } from '../../../src-shared/description/messages'
import { definitions } from '../../../src-shared/protocols/registry'
import { MESSAGES as RAFT } from '../../../src-shared/protocols/raft/messages'

describe.each(definitions.map(({ description }) => description))('messages of $name', ({ messages }) => {
  test('every type and form has a kind and a word of its own', () => {
    const looks = [...messageLooks(messages).values()]
    for (const { kind, word } of looks) {
      expect(MESSAGE_KINDS).toContain(kind)
      expect(word).toMatch(/^[a-z][a-z -]{2,17}$/)
    }
    expect(new Set(looks.map(({ word }) => word)).size).toBe(looks.length)
    for (const { name } of messages) expect(lookOf(messageLooks(messages), name).name).toBe(name)
  })
})

test('an append without entries is a heartbeat', () => {
  const looks = messageLooks(RAFT)
  expect(lookOf(looks, 'append-entries')).toMatchObject({ kind: 'data', word: 'append' })
  expect(lookOf(looks, 'append-entries', ['heartbeat'])).toMatchObject({ kind: 'heartbeat', word: 'heartbeat' })
})

test('a batch is of the kind of its most telling part, and says that it has others', () => {
  const looks = messageLooks([batchOf(RAFT)])
  expect(lookOf(looks, 'groups', ['heartbeat', 'request-vote'])).toMatchObject({ kind: 'ask', word: 'vote request and more' })
  expect(lookOf(looks, 'groups', ['heartbeat'])).toMatchObject({ kind: 'heartbeat', word: 'heartbeat' })
})

test('a type that nobody describes is called by its name', () => {
  const none: readonly MessageDescription[] = []
  expect(lookOf(messageLooks(none), 'letter')).toEqual({ name: 'letter', kind: 'data', word: 'letter' })
  expect(lookOf(messageLooks(none), 'request').kind).toBe('ask')
})
