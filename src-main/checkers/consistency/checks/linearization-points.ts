import type { DataType, Judgement } from '../../../../src-shared/consistency'
import type { RecordedOperation } from '../../../workload/history'
import { decideKey } from '../../linearizability/decide'
import { splitByKey } from '../../linearizability/key-history'
import type { Meter } from '../meter'
import type { Value } from '../execution/versions'

type Points = Judgement['points']

/** Linearization points of all operations; null where none were found: that leaves the question open. */
export function linearize(
  history: readonly RecordedOperation[],
  type: DataType,
  meter: Meter,
  initial: Value = null
): Points | null {
  const points: Points[number][] = []
  for (const key of splitByKey(history, initial)) {
    const outcome = decideKey(key, type, meter.budget(1 / 3))
    if (outcome.verdict !== 'holds') return null
    points.push(...pointsAlong(outcome.order))
  }
  return points.sort((a, b) => a.at_us - b.at_us)
}

/** Each operation takes effect once it and all before it have been invoked. */
export function pointsAlong(order: readonly RecordedOperation[]): Points {
  let at_us = 0
  return order.map(({ client, op, invoked_us }) => ({ client, op, at_us: (at_us = Math.max(at_us, invoked_us)) }))
}
