import { z } from 'zod'
import { vectorText } from '../../causality/vectors'
import { stampText } from '../../protocols/clocks/facts'
import { defineExpectation } from './expectation-kind'
import { eventNameSchema, eventText, findEvent, validateEventName } from './event-name'

const count = z.number().int().min(0)

/** An event of the logical clocks' protocol has these stamps. */
export const stamp = defineExpectation({
  schema: z.strictObject({
    expect: z.literal('stamp').describe('An event has these logical clocks.'),
    of: eventNameSchema.describe('The event.'),
    lamport: count.optional().describe('Its Lamport clock.'),
    vector: z.array(count).max(64).optional().describe('Its vector clock, slots in the order of the nodes.'),
    because: z.string().optional().describe('Why it must be so, in a few words.')
  }),
  validate({ of, lamport, vector }, path, rules) {
    validateEventName([...path, 'of'], of, rules)
    if (lamport === undefined && vector === undefined) rules.add(path, 'stamp: expected lamport or vector, or both')
  },
  describe({ of, lamport, vector }) {
    const parts = [lamport !== undefined && `Lamport ${lamport}`, vector && `vector ${vectorText(vector)}`]
    return `${eventText(of)} has ${parts.filter(Boolean).join(' and ')}`
  },
  observe({ of, lamport, vector }, evidence) {
    const event = findEvent(of, evidence)
    if (event === null) return { met: false, observed: 'it did not happen' }
    const { data } = event
    const met =
      (lamport === undefined || data.lamport === lamport) &&
      (vector === undefined || vectorText(data.vector) === vectorText(vector))
    return { met, observed: stampText(data) }
  }
})
