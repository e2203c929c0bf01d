/**
 * Three of the four ways in which a queue goes wrong (Henzinger, Sezgin & Vafeiadis, CONCUR 2013): a value that nobody put in or that
 * was taken too often, values that left in another order than they came in, and "empty" while a value must have been waiting.
 */
import type { RecordedOperation } from '../../../workload/history'
import { describeOperation } from '../../describe'
import { completion, isOver } from '../key-history'
import type { KeyHistory, Required } from '../key-history'
import type { Finding } from './finding'

/** The first answer, in order of completion, that one of the tests refutes. */
export function refuteQueue({ required, optional }: KeyHistory): Finding | null {
  const enqueues = [...required, ...optional].filter(({ operation }) => operation.f === 'enqueue')
  const dequeues = required.filter(({ operation }) => operation.f === 'dequeue').sort((a, b) => a.completed_us - b.completed_us)
  // What an unanswered dequeue took is not known: from its invocation on, any value may be gone.
  const known_until_us = Math.min(Infinity, ...optional.filter(isDequeue).map((o) => o.invoked_us))
  const taken = dequeuesByValue(dequeues)
  for (const dequeue of dequeues) {
    const value = dequeue.result?.value ?? null
    const begun = enqueues.filter((o) => o.invoked_us <= completion(dequeue))
    const earlier = (taken.get(value) ?? []).filter((o) => o.completed_us <= dequeue.completed_us)
    if (value !== null && begun.filter((o) => valueOf(o) === value).length < earlier.length)
      return { stuck: dequeue, against: null, why: 'this value was not put in as often by then' }
    if (completion(dequeue) >= known_until_us) continue
    const against = overtaken(value, dequeue, begun, taken)
    if (against) return { stuck: dequeue, against, why: whyNot(against, value) }
  }
  return null
}

/** A value that was certainly in the queue, and before the one that was taken, but had not begun to be taken by then. */
function overtaken(
  value: string | null,
  dequeue: Required,
  enqueues: readonly RecordedOperation[],
  taken: ReadonlyMap<string | null, readonly Required[]>
): Required | null {
  const own = enqueues.filter((o) => valueOf(o) === value)
  const stays = (o: RecordedOperation) => !taken.get(valueOf(o))?.some((by) => by.invoked_us <= dequeue.completed_us)
  const first = enqueues.find(
    (o) => valueOf(o) !== value && stays(o) && (value === null ? isOver(o, dequeue) : own.every((other) => isOver(o, other)))
  )
  return (first as Required | undefined) ?? null
}

function whyNot(against: Required, value: string | null): string {
  const met = value === null ? 'it began' : 'that value was put in'
  return `${describeOperation(against)} was over before ${met}, and nobody had begun to take it by then`
}

function isDequeue({ operation }: RecordedOperation): boolean {
  return operation.f === 'dequeue'
}

function valueOf({ operation }: RecordedOperation): string {
  return 'value' in operation ? operation.value : ''
}

function dequeuesByValue(dequeues: readonly Required[]): Map<string | null, Required[]> {
  const values = new Map<string | null, Required[]>()
  for (const dequeue of dequeues) {
    const value = dequeue.result?.value ?? null
    const those = values.get(value)
    if (those) those.push(dequeue)
    else values.set(value, [dequeue])
  }
  return values
}
