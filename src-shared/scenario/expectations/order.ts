import { z } from 'zod'
import { compareVectors, vectorText } from '../../causality/vectors'
import { defineExpectation } from './expectation-kind'
import { eventNameSchema, eventText, findEvent, validateEventName } from './event-name'

/** How two events of the logical clocks' protocol stand to each other, as their vectors tell. */
export const order = defineExpectation({
  schema: z.strictObject({
    expect: z.literal('order').describe('One event happened before the other, after it, or neither.'),
    of: eventNameSchema.describe('The one event.'),
    and: eventNameSchema.describe('The other event.'),
    is: z.enum(['before', 'after', 'concurrent']).describe('How the one stands to the other.'),
    because: z.string().optional().describe('Why it must be so, in a few words.')
  }),
  validate({ of, and }, path, rules) {
    validateEventName([...path, 'of'], of, rules)
    validateEventName([...path, 'and'], and, rules)
  },
  describe: ({ of, and, is }) =>
    is === 'concurrent'
      ? `${eventText(of)} and ${eventText(and)} are concurrent`
      : `${eventText(of)} happened ${is} ${eventText(and)}`,
  observe({ of, and, is }, evidence) {
    const [one, other] = [findEvent(of, evidence), findEvent(and, evidence)]
    if (one === null || other === null) return { met: false, observed: `${eventText(one === null ? of : and)} did not happen` }
    if (!one.data.counts || !other.data.counts) return { met: false, observed: 'sends do not count in this run' }
    const [a, b] = [one.data.vector, other.data.vector]
    return { met: compareVectors(a, b) === is, observed: `${vectorText(a)} and ${vectorText(b)}` }
  }
})
