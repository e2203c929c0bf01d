import { z } from 'zod'
import { windowSchema } from '../duration'
import { boundFields, boundsText, isWithinBounds, validateBounds } from './bounds'
import { defineExpectation } from './expectation-kind'
import { numberText, spanText } from './words'

/** A number from the run's metrics, optionally only from within a time window. */
export const metric = defineExpectation({
  schema: z.strictObject({
    expect: z.literal('metric'),
    metric: z.string(),
    during: windowSchema.optional(),
    ...boundFields,
    because: z.string().optional()
  }),
  validate(expectation, path, rules) {
    rules.known([...path, 'metric'], 'metric', expectation.metric, rules.existing.metrics)
    validateBounds('metric', expectation, path, rules)
  },
  describe: (expectation) => {
    const { metric, during } = expectation
    return `${metric}${during ? spanText(during) : ''} is ${boundsText(expectation)}`
  },
  observe({ metric, during, ...bounds }, { metrics }) {
    const value = metrics.figure({ metric, during })
    if (value === undefined) return { met: false, observed: 'nothing to measure it by' }
    return { met: isWithinBounds(value, bounds), observed: numberText(value) }
  }
})
