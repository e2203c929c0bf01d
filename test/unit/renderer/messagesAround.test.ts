import { expect, test } from 'vitest'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import { messageLooks } from '../../../src-shared/description/messages'
import { MESSAGES } from '../../../src-shared/protocols/raft/messages'
import { arrivedAt } from '../../../src-renderer/lab/messages/flights'
import { MessagesAround } from '../../../src-renderer/lab/messages/messagesAround'
import { EventArchive } from '../../../src-renderer/lab/run/eventArchive'
import { encodeEvents } from '../../../src-shared/wire/events'

const S = 1_000_000
const now_ms = () => 0

/** A run with 1,000 appends a second for 8 s, one vote request at 4 s and a change of role at 6 s. */
function exampleRun(): EventArchive {
  const archive = new EventArchive()
  let seq = 0
  let n = 0
  let batch: LabEvent[] = []
  const at = (t: number, body: EventBody) => batch.push({ ...body, t, seq: ++seq } as LabEvent)
  const message = (t: number, type: string) => {
    const ref = { from: 'n1', to: 'n2', boot: 1, n: ++n }
    at(t, { kind: 'sent', type, bytes: 1, ...ref })
    at(t + 200, { kind: 'delivered', late_us: 200, copy: 0, corrupted: false, ...ref })
  }
  for (let t = 0; t < 8 * S; t += 1000) {
    message(t, 'append-entries')
    if (t === 4 * S) message(t + 500, 'request-vote')
    if (t === 6 * S) at(t + 600, { kind: 'role', node: 'n1', role: 'leader', term: 2 })
    if (batch.length < 500) continue
    archive.append(encodeEvents(batch), batch)
    batch = []
  }
  return archive
}
const archive = exampleRun()
const around = () => new MessagesAround(archive, messageLooks(MESSAGES))

test('at any moment it knows what is under way, and when that will arrive', () => {
  const messages = around()
  for (const t_us of [4 * S, 4 * S + 100, 6 * S, 2 * S]) {
    messages.moveTo(t_us + 50, Infinity, now_ms)
    const under_way = [...messages.messages].filter((message) => message.first_us <= t_us && arrivedAt(message)! > t_us)
    expect(under_way).toHaveLength(1)
  }
})

test('a vote request stands out from the appends', () => {
  const messages = around()
  messages.moveTo(4 * S, Infinity, now_ms)
  const telling = [...messages.messages].filter((message) => messages.isTelling(message))
  expect(telling.map(({ type }) => type)).toEqual(['request-vote'])
})

test('changes of role and the like are known ahead', () => {
  const messages = around()
  messages.moveTo(6 * S, Infinity, now_ms)
  expect(messages.changes_us).toEqual([6 * S + 600])
})

test('reads no longer than it may, and goes on with the next call', () => {
  const messages = around()
  let clock_ms = 0
  messages.moveTo(4 * S, 1, () => ++clock_ms)
  const read = messages.messages.length
  expect(read).toBeLessThan(1000)
  expect(messages.ready).toBe(false)
  for (let frame = 0; frame < 100; frame++) messages.moveTo(4 * S, clock_ms + 1, () => ++clock_ms)
  expect(messages.messages.length).toBeGreaterThan(read)
  expect(messages.ready).toBe(true)
})
