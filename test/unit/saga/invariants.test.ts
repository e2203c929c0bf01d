import { describe, expect, test } from 'vitest'
import { createInvariants } from '../../../src-node/protocols/saga/invariants'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import { description } from '../../../src-shared/protocols/saga/description'
import {
  Compensated,
  SagaBegun,
  SagaEnded,
  SagaHelped,
  SagasRecovered,
  SagaTurned,
  StepDone,
  StepsRecovered
} from '../../../src-shared/protocols/saga/facts'
import type { StepName } from '../../../src-shared/protocols/saga/steps'

const PARAMETERS = { pivot: 'mail', fee: 10 }
const saga = 'c1:1'
const customer = 'k'

/** What the invariants find in these events, one every 10 µs, by name. */
function findings(...bodies: EventBody[]): string[] {
  const invariants = createInvariants([], PARAMETERS)
  const events = [...STARTED, ...bodies].map((body, i) => ({ t: i * 10, seq: i + 1, ...body }) as LabEvent)
  return events.flatMap((event) => invariants.flatMap((one) => (one.observe(event) === null ? [] : [one.name])))
}

const NODES: Readonly<Record<StepName, string>> = { charge: 'p', reserve: 's', mail: 'm', confirm: 'p' }
const COMPENSATIONS = { charge: 'refund', reserve: 'release', mail: 'apologise' } as const
const STARTED = (['charge', 'reserve', 'mail'] as const).map((step) => StepsRecovered.of(NODES[step], { step, held: [] }))

const begun = SagaBegun.of('b', { saga, customer, seats: 1 })
const done = (step: StepName, of = saga, pending = false) =>
  StepDone.of(NODES[step], { saga: of, step, customer, ...(step === 'charge' && { amount: 100, pending }) })
const undone = (step: keyof typeof COMPENSATIONS, amount = 90) =>
  Compensated.of(NODES[step], {
    saga,
    step,
    compensation: COMPENSATIONS[step],
    nothing: false,
    ...(step === 'charge' && { amount })
  })
const turned = SagaTurned.of('b', { saga, reason: 'late' })
const ended = (complete: boolean) => SagaEnded.of('b', { saga, complete })
const all = [done('charge'), done('reserve'), done('mail')]
/** Every service tells that it has told all. */
const later: EventBody[] = ['p', 's', 'm'].map((node) => ({ kind: 'sample', node, values: {} }))

test('every invariant of the description is watched', () => {
  expect(createInvariants([], PARAMETERS).map(({ name }) => name)).toEqual(description.invariants.map(({ name }) => name))
})

describe('the invariants', () => {
  test('find nothing in sagas that end whole, or taken back, also where a service tells late', () => {
    expect(findings(begun, ...all, ended(true), ...later)).toEqual([])
    expect(
      findings(begun, done('charge'), done('reserve'), ended(true), { ...done('mail'), t: 1 } as EventBody, ...later)
    ).toEqual([])
    const back = [turned, undone('reserve'), undone('charge'), ended(false)]
    expect(findings(begun, done('charge'), done('reserve'), ...back, ...later)).toEqual([])
  })

  test('find an effect that happens twice, and the money that is gone', () => {
    expect(findings(begun, done('charge'), ...all, ended(true), ...later)).toEqual(['once', 'money-adds-up'])
    expect(findings(begun, done('charge'), turned, undone('charge'), undone('charge'), ended(false), ...later)).toEqual([
      'once',
      'money-adds-up'
    ])
  })

  test('find a saga that ends half done', () => {
    expect(findings(begun, done('charge'), done('reserve'), ended(true), ...later)).toEqual(['all-or-compensated'])
    expect(findings(begun, done('charge'), done('reserve'), turned, undone('charge'), ended(false), ...later)).toEqual([
      'all-or-compensated',
      'reverse-order'
    ])
  })

  test('find a step that is done after its saga was taken back', () => {
    expect(findings(begun, turned, ended(false), ...later, done('reserve'), ...later)).toEqual(['all-or-compensated'])
  })

  test('leave alone what an operator went on without', () => {
    const skip = SagaHelped.of('b', { saga, step: 'mail', waits_for: 'mail', by: 'skip' })
    expect(findings(begun, done('charge'), done('reserve'), skip, ended(true), ...later)).toEqual([])
  })

  test('find a refund of more than the charge without its fee', () => {
    expect(findings(begun, done('charge'), turned, undone('charge', 100), ended(false), ...later)).toEqual(['money-adds-up'])
  })

  test('find a saga that is turned back after its pivot, in whatever order both are told', () => {
    expect(findings(begun, ...all, turned)).toEqual(['forward-after-pivot'])
    expect(findings(begun, turned, done('mail'))).toEqual(['forward-after-pivot'])
  })

  test('find an open saga that nobody knows after a restart', () => {
    const recovered = (open: string[], complete?: boolean) =>
      SagasRecovered.of('b', { open, ended: complete === undefined ? [] : [{ saga, complete }] })
    expect(findings(begun, done('charge'), recovered([saga]))).toEqual([])
    expect(findings(begun, ...all, recovered([], true), ...later)).toEqual([])
    expect(findings(begun, done('charge'), recovered([]))).toEqual(['known-after-restart'])
    expect(findings(begun, recovered([]))).toEqual([])
  })

  test('find a charge of a customer whose other charge is pending', () => {
    const other = done('charge', 'c2:1', true)
    expect(findings(done('charge', saga, true), other)).toEqual(['pending-kept'])
    expect(findings(done('charge', saga, true), done('confirm'), other)).toEqual([])
    expect(findings(done('charge', saga, true), undone('charge'), other)).toEqual([])
  })

  test('take in what a service did before it died, and had not told', () => {
    const held = [{ saga, customer, state: 'done' as const, amount: 100, pending: false }]
    const recovered = StepsRecovered.of('m', { step: 'mail', held })
    expect(findings(begun, done('charge'), done('reserve'), recovered, ended(true), ...later)).toEqual([])
  })
})
