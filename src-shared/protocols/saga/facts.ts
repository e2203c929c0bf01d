/** What the members of a saga tell of it. A saga is named after the client's operation, `client:op`. */
import { z } from 'zod'
import { declareFact } from '../../events'
import type { FactOf } from '../../events'
import { listOf } from '../../text/list-text'
import { COMPENSATION_NAMES, STEP_NAMES } from './steps'

const saga = z.string()
const customer = z.string()
const step = z.enum(STEP_NAMES)
/** What fails: a step, or a compensation. */
const waits_for = z.enum([...STEP_NAMES, ...COMPENSATION_NAMES])

/** Its first step may be taken from now on. */
export const SagaBegun = declareFact({
  name: 'saga-begun',
  volume: 'event',
  fields: z.object({ saga, customer, seats: z.number() }),
  text: ({ saga, customer, seats }, { node }) => `${node} begins ${saga}: ${seats} for ${customer}.`,
  moment: ({ saga }) => `begin ${saga}`
})

/** The step is on its service's disk, for all to see. */
export const StepDone = declareFact({
  name: 'step-done',
  volume: 'event',
  fields: z.object({
    saga,
    step,
    customer,
    /** Of a charge: how much. */
    amount: z.number().optional(),
    /** Of a charge: it is marked as pending until the saga ends. */
    pending: z.boolean().optional()
  }),
  text: ({ saga, step, amount, pending }, { node }) =>
    `${node} has done ${step} of ${saga}${amount === undefined ? '' : `: ${amount}${pending ? ', pending' : ''}`}.`,
  moment: ({ saga, step }) => `${step} ${saga}`
})

/** The step fails for good. */
export const StepRefused = declareFact({
  name: 'step-refused',
  volume: 'event',
  fields: z.object({ saga, step, reason: z.string() }),
  text: ({ saga, step, reason }, { node }) => `${node} refuses ${step} of ${saga}: ${reason}.`,
  moment: ({ saga, step }) => `refuse ${step} ${saga}`
})

/** From now on the saga goes backward. */
export const SagaTurned = declareFact({
  name: 'saga-turned',
  volume: 'event',
  fields: z.object({ saga, reason: z.string() }),
  text: ({ saga, reason }, { node }) => `${node} turns ${saga} back: ${reason}.`,
  moment: ({ saga }) => `turn ${saga}`
})

/** The compensation is on its service's disk. */
export const Compensated = declareFact({
  name: 'compensated',
  volume: 'event',
  fields: z.object({
    saga,
    /** Which step it takes back. */
    step,
    compensation: z.enum(COMPENSATION_NAMES),
    /** Of a refund: how much. */
    amount: z.number().optional(),
    /** The step had not been taken: from now on it cannot. */
    nothing: z.boolean()
  }),
  text: ({ saga, step, compensation, amount, nothing }, { node }) =>
    nothing
      ? `${node} has no ${step} of ${saga} to take back, and will do none.`
      : `${node} has done ${compensation} of ${saga}${amount === undefined ? '' : `: ${amount}`}.`,
  moment: ({ saga, compensation }) => `${compensation} ${saga}`
})

/** It does not go on until somebody helps. */
export const SagaStuck = declareFact({
  name: 'saga-stuck',
  volume: 'event',
  fields: z.object({ saga, waits_for, reason: z.string() }),
  text: ({ saga, waits_for, reason }, { node }) => `${node} cannot go on with ${saga}: ${waits_for} fails, as ${reason}.`,
  moment: ({ saga }) => `stuck ${saga}`
})

/** An operator has helped a saga that was stuck. */
export const SagaHelped = declareFact({
  name: 'saga-helped',
  volume: 'event',
  fields: z.object({ saga, step, waits_for, by: z.enum(['retry', 'skip']) }),
  text: ({ saga, waits_for, by }, { node }) =>
    by === 'retry'
      ? `${node} tries ${waits_for} of ${saga} once more, as the cause was mended.`
      : `${node} goes on with ${saga} without ${waits_for}, as an operator says.`,
  moment: ({ saga, by }) => `${by} ${saga}`
})

/** All steps are done, or all that were are compensated. */
export const SagaEnded = declareFact({
  name: 'saga-ended',
  volume: 'event',
  fields: z.object({ saga, complete: z.boolean(), reason: z.string().optional() }),
  text: ({ saga, complete, reason }, { node }) =>
    complete ? `${node} has completed ${saga}.` : `${node} has taken ${saga} back: ${reason}.`,
  moment: ({ saga, complete }) => `${complete ? 'completed' : 'taken back'} ${saga}`
})

/** Somebody has looked at a customer, and seen sagas half done. */
export const Looked = declareFact({
  name: 'looked',
  volume: 'mark',
  kept: true,
  fields: z.object({
    reader: z.string(),
    customer,
    /** Some of their steps were there, and not all, and nothing told the reader. */
    half: z.array(saga),
    /** The same, but their charge was marked as pending. */
    pending: z.array(saga)
  }),
  text: ({ reader, customer, half, pending }) =>
    half.length + pending.length === 0
      ? `${reader} sees ${customer} whole.`
      : `${reader} sees ${listOf([...half, ...pending])} of ${customer} half done${half.length === 0 ? ', marked as pending' : ''}.`
})

/** What who takes bookings found on its disk when it started. */
export const SagasRecovered = declareFact({
  name: 'sagas-recovered',
  volume: 'event',
  fields: z.object({
    open: z.array(saga),
    /** The newest of which it knows the end. */
    ended: z.array(z.object({ saga, complete: z.boolean() }))
  }),
  text: ({ open }, { node }) => `${node} has ${open.length === 0 ? 'no saga' : listOf(open)} open at its start.`
})

/** What a service found on its disk when it started, of sagas that may be open. */
export const StepsRecovered = declareFact({
  name: 'steps-recovered',
  volume: 'event',
  fields: z.object({
    step,
    held: z.array(
      z.object({
        saga,
        customer,
        state: z.enum(['done', 'refused', 'undone', 'void']),
        amount: z.number(),
        pending: z.boolean()
      })
    )
  }),
  text: ({ step, held }, { node }) => `${node} knows ${step} of ${held.length} sagas at its start.`
})

export type StepDone = FactOf<typeof StepDone>
export type Compensated = FactOf<typeof Compensated>
export type SagaEnded = FactOf<typeof SagaEnded>
export type SagaStuck = FactOf<typeof SagaStuck>
export type SagasRecovered = FactOf<typeof SagasRecovered>
export type StepsRecovered = FactOf<typeof StepsRecovered>

export const SAGA_FACTS = [
  SagaBegun,
  StepDone,
  StepRefused,
  SagaTurned,
  Compensated,
  SagaStuck,
  SagaHelped,
  SagaEnded,
  Looked,
  SagasRecovered,
  StepsRecovered
]
