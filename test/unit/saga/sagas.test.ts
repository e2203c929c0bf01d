import { describe, expect, test } from 'vitest'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import type { ClusterFold } from '../../../src-shared/folds/cluster'
import type { MeasuredRun } from '../../../src-shared/metrics/metric'
import { WHOLE_RUN } from '../../../src-shared/metrics/metric'
import {
  Compensated,
  Looked,
  SagaBegun,
  SagaEnded,
  SagaHelped,
  SagaStuck,
  SagaTurned,
  StepDone
} from '../../../src-shared/protocols/saga/facts'
import { moneyMetrics } from '../../../src-shared/protocols/saga/money'
import { halfDone, sagasFold, stuckSagas } from '../../../src-shared/protocols/saga/sagas'

const saga = 'c1:1'
const customer = 'k'

/** The fold over these events, one every millisecond. */
function folded(...bodies: EventBody[]) {
  const fold = sagasFold.create()
  bodies.forEach((body, i) => sagasFold.observe(fold, { ...body, t: i * 1000, seq: i + 1 } as LabEvent, {} as ClusterFold))
  return fold
}

const begun = SagaBegun.of('b', { saga, customer, seats: 1 })
const done = (step: 'charge' | 'reserve' | 'mail') => StepDone.of(step, { saga, step, customer })
const back = (step: 'charge' | 'reserve', compensation: 'refund' | 'release') =>
  Compensated.of(step, { saga, step, compensation, nothing: false })
const stuck = SagaStuck.of('b', { saga, waits_for: 'refund', reason: 'the account is closed' })

describe('a saga is half done', () => {
  test('from its first step to its last', () => {
    const fold = folded(begun, done('charge'), done('reserve'), done('mail'), SagaEnded.of('b', { saga, complete: true }))
    expect(halfDone(fold.sagas.at(0)!)).toEqual({ from_us: 1000, to_us: 3000 })
  })

  test('until all that was done is taken back', () => {
    const turned = SagaTurned.of('b', { saga, reason: 'late' })
    const before = [begun, done('charge'), done('reserve'), turned, back('reserve', 'release')]
    expect(halfDone(folded(...before).sagas.at(0)!)).toEqual({ from_us: 1000, to_us: null })
    expect(halfDone(folded(...before, back('charge', 'refund')).sagas.at(0)!)).toEqual({ from_us: 1000, to_us: 5000 })
  })

  test('never, before its first step', () => {
    expect(halfDone(folded(begun).sagas.at(0)!)).toBeNull()
  })
})

test('who sees a saga half done is counted, but not who is told that it is pending', () => {
  const look = (half: string[], pending: string[]) => Looked.of('b', { reader: 'c2:1', customer, half, pending })
  expect(folded(begun, look([saga], []), look([], [saga]), look([saga], [])).sagas.at(0)).toMatchObject({ seen_by: 2 })
})

test('a saga is stuck until somebody helps', () => {
  const fold = folded(begun, done('charge'), stuck)
  expect(stuckSagas(fold)).toEqual([{ saga, stuck: expect.objectContaining({ waits_for: 'refund', since_us: 2000 }) as object }])
  const helped = folded(
    begun,
    done('charge'),
    stuck,
    SagaHelped.of('b', { saga, step: 'charge', waits_for: 'refund', by: 'retry' })
  )
  expect(stuckSagas(helped)).toEqual([])
  expect(helped.sagas.at(0)!.stuck).toMatchObject([{ since_us: 2000, until_us: 3000 }])
})

test('money does not add up where a refund is less than the charge, or comes twice', () => {
  const charge = StepDone.of('payment', { saga, step: 'charge', customer, amount: 100 })
  const refund = Compensated.of('payment', { saga, step: 'charge', compensation: 'refund', nothing: false, amount: 90 })
  const offAfter = (...bodies: EventBody[]) => {
    const measurement = moneyMetrics.measure([WHOLE_RUN])
    bodies.forEach((body, i) => measurement.fold({ ...body, t: i * 1000, seq: i + 1 } as LabEvent, {} as MeasuredRun))
    return measurement.figures(WHOLE_RUN, {} as MeasuredRun)['money.off']
  }
  expect([offAfter(charge), offAfter(charge, refund), offAfter(charge, refund, refund)]).toEqual([0, 10, -80])
})
