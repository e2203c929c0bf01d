import { z } from 'zod'
import { METRICS_BY_CLIENT } from '../../metrics/clients'
import { windowSchema } from '../duration'
import { endpointName } from '../endpoint-name'
import { boundFields, boundsText, isWithinBounds, validateBounds } from './bounds'
import { defineExpectation } from './expectation-kind'
import { numberText, spanText } from './words'

const referenceSchema = z.strictObject({
  value: z.number().describe('What it was there.'),
  of: z.string().min(1).max(60).describe('Who measured it, or where it was published.')
})
/** The same figure as somebody else measured it. */
export type Reference = z.infer<typeof referenceSchema>

/**
 * A number from the run's metrics, optionally only from within a time window; with `relative_to`, how many times what it is in that other
 * window: what a machine is capable of then does not matter.
 */
export const metric = defineExpectation({
  schema: z.strictObject({
    expect: z.literal('metric').describe('A figure of the run is within bounds.'),
    metric: z.string().describe('The name of the figure.'),
    during: windowSchema.optional().describe('From this window alone; absent: the whole run.'),
    relative_to: windowSchema
      .optional()
      .describe('As many times what it is in this other window: what a machine is capable of then does not matter.'),
    clients: z.array(endpointName).min(1).optional().describe('What these clients did alone; absent: all.'),
    ...boundFields,
    reference: referenceSchema
      .optional()
      .describe('What others measured: drawn beside it where runs are compared, and not checked.'),
    because: z.string().optional().describe('Why it must be so, in a few words.')
  }),
  validate(expectation, path, rules) {
    rules.known([...path, 'metric'], 'metric', expectation.metric, rules.existing.metrics)
    validateBounds('metric', expectation, path, rules)
    const { metric, clients } = expectation
    clients?.forEach((client, i) => rules.member([...path, 'clients', i], 'client', client, rules.scenario.clients))
    if (clients && !METRICS_BY_CLIENT.includes(metric))
      rules.add([...path, 'clients'], `${metric} is not told by clients; expected one of ${METRICS_BY_CLIENT.join(', ')}`)
    if (expectation.relative_to) rules.window([...path, 'relative_to'], expectation.relative_to)
  },
  describe: (expectation) => {
    const { metric, during, relative_to, clients } = expectation
    const of = clients ? ` of ${clients.join(', ')}` : ''
    const times = relative_to ? ` times what it is${spanText(relative_to)}` : ''
    return `${metric}${of}${during ? spanText(during) : ''} is ${boundsText(expectation)}${times}`
  },
  observe({ metric, during, relative_to, clients, ...bounds }, { metrics }) {
    const value = metrics.figure({ metric, during, clients })
    const base = relative_to ? metrics.figure({ metric, during: relative_to, clients }) : 1
    if (value === undefined || !base) return { met: false, observed: 'nothing to measure it by' }
    const observed = relative_to ? `${numberText(value)} against ${numberText(base)}` : numberText(value)
    return { met: isWithinBounds(value / base, bounds), observed }
  }
})
