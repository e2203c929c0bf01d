import { expect, it } from 'vitest'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import { createMessagesFold, foldMessages } from '../../../src-shared/folds/messages'
import { causedMessages } from '../../../src-renderer/lab/history/causedMessages'
import { OperationLog } from '../../../src-renderer/lab/history/operationLog'

const nodes = ['A', 'B', 'C']

/**
 * c1 writes through A, which asks B and C; B's answer lets A reply, C's comes too late. Before the request reached A, A had sent C
 * a heartbeat, which is read while the operation is open.
 */
function exampleRun() {
  const fold = createMessagesFold()
  const log = new OperationLog()
  let seq = 0
  const at = (t: number, body: EventBody) => {
    const event = { t, seq: ++seq, ...body } as LabEvent
    foldMessages(fold, event)
    log.observe(event)
  }
  const clock = (...vector: number[]) => ({ lamport: 0, vector })
  at(10, { kind: 'invoke', client: 'c1', op: 1, operation: { f: 'put', key: 'k', value: 'v' } })
  at(11, { kind: 'sent', from: 'c1', to: 'A', boot: 0, n: 1, type: 'request', bytes: 1 })
  at(12, { kind: 'sent', from: 'A', to: 'C', boot: 1, n: 1, type: 'heartbeat', bytes: 1, clock: clock(1, 0, 0) })
  at(13, { kind: 'received', from: 'c1', to: 'A', boot: 0, n: 1, type: 'request', clock: clock(2, 0, 0) })
  at(14, { kind: 'sent', from: 'A', to: 'B', boot: 1, n: 1, type: 'append', bytes: 1, clock: clock(3, 0, 0) })
  at(15, { kind: 'sent', from: 'A', to: 'C', boot: 1, n: 2, type: 'append', bytes: 1, clock: clock(4, 0, 0) })
  at(16, { kind: 'received', from: 'A', to: 'B', boot: 1, n: 1, type: 'append', clock: clock(3, 1, 0) })
  at(17, { kind: 'sent', from: 'B', to: 'A', boot: 1, n: 1, type: 'append-reply', bytes: 1, clock: clock(3, 2, 0) })
  at(18, { kind: 'received', from: 'A', to: 'C', boot: 1, n: 1, type: 'heartbeat', clock: clock(1, 0, 1) })
  at(19, { kind: 'received', from: 'B', to: 'A', boot: 1, n: 1, type: 'append-reply', clock: clock(5, 2, 0) })
  at(20, { kind: 'sent', from: 'A', to: 'c1', boot: 1, n: 1, type: 'reply', bytes: 1, clock: clock(6, 2, 0) })
  at(21, { kind: 'received', from: 'A', to: 'C', boot: 1, n: 2, type: 'append', clock: clock(4, 0, 2) })
  at(22, { kind: 'received', from: 'A', to: 'c1', boot: 1, n: 1, type: 'reply' })
  at(23, { kind: 'ok', client: 'c1', op: 1, result: {}, latency_us: 13, node: 'A' })
  return causedMessages(fold, log.operations.at(0)!, nodes)
}

it('tells the messages that an operation caused from those that merely happened meanwhile', () => {
  const { own, before_answer, others } = exampleRun()
  const name = ({ from, to, type }: { from: string; to: string; type: string | null }) => `${from}>${to} ${type}`
  expect(own.map(name)).toEqual(['c1>A request', 'A>c1 reply'])
  expect(before_answer.map(name)).toEqual(['A>B append', 'B>A append-reply'])
  expect(others.map(name)).toEqual(['A>C append'])
})
