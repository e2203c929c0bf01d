import { z } from 'zod'
import { RUNTIME_SERIES } from '../../description/runtime-series'
import { keysOfNode, replicaKey } from '../../replica'
import type { ReplicaKey } from '../../replica'
import { durationSchema } from '../duration'
import { endpointName } from '../endpoint-name'
import { namesOf } from '../rule-context'
import { boundFields, boundsText, isWithinBounds, validateBounds } from './bounds'
import { defineExpectation } from './expectation-kind'
import { numberText, secondsText } from './words'

/** A gauge that nodes sample, of the protocol's or those of any node, at this time (absent: at the end), of one node or summed over all. */
export const series = defineExpectation({
  schema: z.strictObject({
    expect: z.literal('series').describe('What nodes measure of themselves is within bounds.'),
    series: z.string().describe('The name of what is measured.'),
    node: endpointName.optional().describe('Of this node alone; absent: summed over all.'),
    at: durationSchema.optional().describe('When; absent: at the end.'),
    ...boundFields,
    because: z.string().optional().describe('Why it must be so, in a few words.')
  }),
  validate(expectation, path, rules) {
    const { series, node, at } = expectation
    const described = rules.scenario.protocol.series
    if (!described.some(({ formerly }) => formerly === series))
      rules.member([...path, 'series'], 'series', series, namesOf([...described, ...RUNTIME_SERIES]))
    if (node !== undefined) rules.concreteNode([...path, 'node'], node)
    if (at !== undefined) rules.within([...path, 'at'], at)
    validateBounds('series', expectation, path, rules)
  },
  describe: (expectation) => {
    const { series, node, at } = expectation
    const when = at === undefined ? '' : ` at ${secondsText(at)}`
    return `${series}${node ? ` of ${node}` : ''}${when} is ${boundsText(expectation)}`
  },
  observe({ series, node, at, ...bounds }, { events, protocol }) {
    const name = protocol.series?.find(({ formerly }) => formerly === series)?.name ?? series
    const newest = new Map<ReplicaKey, number>()
    for (const event of events) {
      if (at !== undefined && event.t > at * 1000) continue
      // What a process that is gone had sampled is no longer so.
      if (event.kind === 'node-exited') for (const key of keysOfNode(newest.keys(), event.node)) newest.delete(key)
      if (event.kind !== 'sample') continue
      const value = event.values[name]
      if (value !== undefined && (node === undefined || event.node === node)) newest.set(replicaKey(event), value)
    }
    if (newest.size === 0) return { met: false, observed: 'no running node had sampled it' }
    const value = [...newest.values()].reduce((sum, one) => sum + one, 0)
    return { met: isWithinBounds(value, bounds), observed: numberText(value) }
  }
})
