import { z } from 'zod'
import { nodeTargetSchema } from '../../faults/actions'
import { operationKey } from '../../folds/operations'
import type { NodeId } from '../../ids'
import { isWrite } from '../../operations'
import { windowSchema } from '../duration'
import type { Window } from '../duration'
import type { RunRecord } from './evidence'
import { defineExpectation } from './expectation-kind'
import { isWithin, leaderships } from './leaderships'
import { secondsText, spanText } from './words'

/** No node becomes leader, and no write of any client is acknowledged by these nodes, within the window. */
export const stall = defineExpectation({
  schema: z.strictObject({
    expect: z.literal('stall').describe('Nobody is elected and no write is acknowledged.'),
    nodes: z.array(nodeTargetSchema).optional().describe('These nodes; absent: the whole cluster.'),
    during: windowSchema.describe('The window in which it happens.'),
    because: z.string().optional().describe('Why it must be so, in a few words.')
  }),
  validate({ nodes }, path, rules) {
    nodes?.forEach((node, i) => rules.concreteNode([...path, 'nodes', i], node))
  },
  describe: ({ nodes, during }) =>
    `${nodes?.join(', ') ?? 'The cluster'} elects nobody and acknowledges no write${spanText(during)}`,
  observe({ nodes, during }, evidence) {
    const concerns = (node: NodeId) => !nodes || nodes.includes(node)
    const leader = leaderships(evidence).find(({ t_ms, node }) => isWithin(during, t_ms) && concerns(node))
    if (leader)
      return { met: false, observed: `${leader.node} became leader in term ${leader.term} at ${secondsText(leader.t_ms)}` }
    const acknowledged = acknowledgedWrites(evidence, during, concerns)
    if (acknowledged > 0) return { met: false, observed: `${acknowledged} writes were acknowledged` }
    return { met: true, observed: 'no leader and no write' }
  }
})

function acknowledgedWrites({ events }: RunRecord, during: Window, concerns: (node: NodeId) => boolean): number {
  const writes = new Set<string>()
  let acknowledged = 0
  for (const event of events) {
    if (event.kind === 'invoke' && isWrite(event.operation)) writes.add(operationKey(event))
    if (event.kind !== 'ok' || !isWithin(during, event.t / 1000)) continue
    if (concerns(event.node) && writes.has(operationKey(event))) acknowledged++
  }
  return acknowledged
}
