import { describe, expect, it } from 'vitest'
import { formatScenarioError, parseScenario } from '../../../src-shared/scenario/parse'
import { description } from '../../../src-shared/protocols/viewstamped-replication/description'

function errorsOf(bound: string) {
  const text = `name: x
title: X
cluster: { protocol: viewstamped-replication, nodes: 5 }
workload: { mix: { get: 1 } }
duration: 10s
chaos: { faults: { crash: 1 }${bound} }
`
  const parse = parseScenario(text, 'x.yaml', { protocols: [description], metrics: [], charts: [] })
  return parse.ok ? [] : parse.errors.map(formatScenarioError)
}

describe('random faults on nodes that forget everything when they restart', () => {
  it('must leave a majority alone', () => {
    expect(errorsOf(', max_restarted: 3')).toEqual([expect.stringContaining('expected at most 2, a minority')])
    expect(errorsOf('')).toEqual([expect.stringContaining('expected at most 2, a minority')])
    expect(errorsOf(', max_restarted: 2')).toEqual([])
  })
})
