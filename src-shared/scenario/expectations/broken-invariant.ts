import { z } from 'zod'
import { namesOf } from '../rule-context'
import { defineExpectation } from './expectation-kind'

/** An invariant is broken, as it must be where what it assumes is not so: the check `invariants` leaves it out then. */
export const brokenInvariant = defineExpectation({
  schema: z.strictObject({
    expect: z.literal('broken-invariant').describe('An invariant is found broken; the check of the others leaves it out.'),
    invariant: z.string().describe('The name of the invariant.'),
    because: z.string().optional().describe('Why it must be so, in a few words.')
  }),
  validate({ invariant }, path, rules) {
    rules.member([...path, 'invariant'], 'invariant', invariant, namesOf(rules.scenario.protocol.invariants))
  },
  describe: ({ invariant }) => `The invariant ${invariant} is broken`,
  observe({ invariant }, { events }) {
    const first = events.find((event) => event.kind === 'violation' && event.invariant === invariant)
    return first?.kind === 'violation' ? { met: true, observed: first.text } : { met: false, observed: 'it was not seen broken' }
  }
})
