import { z } from 'zod'
import { nodeTargetSchema } from '../../faults/actions'
import { createClusterFold, foldCluster } from '../../folds/cluster'
import { createFollowingFold, foldFollowing, followingOf } from '../../protocols/leadership/following'
import { durationSchema } from '../duration'
import { namesOf } from '../rule-context'
import { defineExpectation } from './expectation-kind'
import { secondsText } from './words'

/** A node has the role at this time, and the term where one is given. */
export const role = defineExpectation({
  schema: z.strictObject({
    expect: z.literal('role').describe('A node has a role at a moment.'),
    node: nodeTargetSchema.describe('The node, by name.'),
    role: z.string().describe('The role that it has.'),
    at: durationSchema.describe('When, since the start of the run.'),
    term: z.number().int().optional().describe('The term that it has then.'),
    because: z.string().optional().describe('Why it must be so, in a few words.')
  }),
  validate({ node, role, at }, path, rules) {
    rules.concreteNode([...path, 'node'], node)
    rules.member([...path, 'role'], 'role', role, namesOf(rules.scenario.protocol.roles))
    rules.within([...path, 'at'], at)
  },
  describe: ({ node, role, at, term }) =>
    `${node} is ${role}${term === undefined ? '' : ` in term ${term}`} at ${secondsText(at)}`,
  observe({ node, role, at, term }, { events, protocol }) {
    const cluster = createClusterFold(protocol)
    const following = createFollowingFold()
    for (const event of events) {
      if (event.t > at * 1000) continue
      foldCluster(cluster, event)
      foldFollowing(following, event, cluster)
    }
    const state = cluster.nodes.get(node)
    const own = followingOf(following, node)
    if (!state || state.role === null) return { met: false, observed: `${node} was ${state?.process ?? 'unknown'}` }
    const met = state.role === role && (term === undefined || own.term === term)
    return { met, observed: `${node} was ${state.role} in term ${own.term}` }
  }
})
