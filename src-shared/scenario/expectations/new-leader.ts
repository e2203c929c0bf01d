import { z } from 'zod'
import { nodeTargetSchema } from '../../faults/actions'
import { windowSchema } from '../duration'
import { defineExpectation } from './expectation-kind'
import { isWithin, leaderships } from './leaderships'
import { secondsText, spanText } from './words'

/** Within the window a node of the group becomes leader in a higher term than any before the window. */
export const newLeader = defineExpectation({
  schema: z.strictObject({
    expect: z.literal('new-leader').describe('A node becomes leader in a higher term than any before.'),
    among: z.array(nodeTargetSchema).optional().describe('One of these nodes; absent: any.'),
    during: windowSchema.describe('The window in which it happens.'),
    because: z.string().optional().describe('Why it must be so, in a few words.')
  }),
  validate({ among }, path, rules) {
    among?.forEach((node, i) => rules.concreteNode([...path, 'among', i], node))
  },
  describe: ({ among, during }) =>
    `${among ? `One of ${among.join(', ')}` : 'A node'} becomes leader in a higher term${spanText(during)}`,
  observe({ among, during }, evidence) {
    const all = leaderships(evidence)
    const term_before = Math.max(0, ...all.filter(({ t_ms }) => t_ms < during[0]).map(({ term }) => term))
    const within = all.filter(({ t_ms }) => isWithin(during, t_ms))
    const found = within.find(({ node, term }) => term > term_before && (!among || among.includes(node)))
    if (found) {
      const { node, term, t_ms } = found
      return { met: true, observed: `${node} in term ${term} at ${secondsText(t_ms)}, after term ${term_before}` }
    }
    const others = within.map(({ node, term }) => `${node} in term ${term}`).join(', ')
    return { met: false, observed: others ? `only ${others}, after term ${term_before}` : 'nobody became leader' }
  }
})
