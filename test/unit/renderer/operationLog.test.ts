import { expect, test } from 'vitest'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import { OperationLog } from '../../../src-renderer/lab/history/operationLog'

function logOf(...bodies: EventBody[]): OperationLog {
  const log = new OperationLog()
  bodies.forEach((body, i) => log.observe({ ...body, t: i * 1000, seq: i + 1 } as LabEvent))
  return log
}
const invoke = (op: number): EventBody => ({ kind: 'invoke', client: 'c1', op, operation: { f: 'get', key: 'k' } })

test('joins an operation with its tries and its outcome', () => {
  const log = logOf(
    invoke(1),
    { kind: 'attempt', client: 'c1', op: 1, attempt: 1, node: 'n1' },
    { kind: 'attempt', client: 'c1', op: 1, attempt: 2, node: 'n2' },
    { kind: 'ok', client: 'c1', op: 1, result: { value: 'a' }, latency_us: 3000, node: 'n2' }
  )
  expect(log.operations.at(0)).toMatchObject({ outcome: 'ok', attempts: ['n1', 'n2'], ended_t: 3000, result: { value: 'a' } })
})

test('keeps how it was asked for, where there was a choice', () => {
  const log = logOf(invoke(1), { ...invoke(2), policy: 'one' } as EventBody)
  expect(log.operations.toArray().map(({ policy }) => policy)).toEqual([null, 'one'])
})

test('never calls an unknown outcome a failure', () => {
  const log = logOf(
    invoke(1),
    invoke(2),
    invoke(3),
    { kind: 'info', client: 'c1', op: 1, error: 'no answer', latency_us: 1 },
    { kind: 'fail', client: 'c1', op: 2, error: 'refused', latency_us: 1 }
  )
  expect(log.operations.toArray().map((operation) => operation.outcome)).toEqual(['unknown', 'fail', 'open'])
})
