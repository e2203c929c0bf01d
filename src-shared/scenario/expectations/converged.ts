import { z } from 'zod'
import { describeApplied, isConverged } from '../../folds/applied'
import { endpointName } from '../endpoint-name'
import { defineExpectation } from './expectation-kind'

/**
 * At the end these nodes hold the same applied state; absent: all, or the core where random faults heal only that. Nodes that are down
 * do not count.
 */
export const converged = defineExpectation({
  schema: z.strictObject({
    expect: z.literal('converged').describe('At the end the nodes hold the same state.'),
    nodes: z
      .array(endpointName)
      .min(1)
      .optional()
      .describe('These nodes; absent: all, or the core where random faults heal only that.'),
    because: z.string().optional().describe('Why it must be so, in a few words.')
  }),
  describe: ({ nodes }) =>
    `At the end ${nodes ? `${nodes.join(', ')}, as far as they run,` : 'all running nodes'} have the same state`,
  observe({ nodes }, { applied, up }) {
    const concerned = up.filter((node) => nodes?.includes(node) ?? true)
    return { met: isConverged(applied, concerned), observed: describeApplied(applied, concerned) }
  }
})
