import { describe, expect, it } from 'vitest'
import { protocols } from '../../../src-node/protocols/registry'
import { METRICS } from '../../../src-shared/protocols/metrics'
import { parseComparison, scenariosOf } from '../../../src-shared/scenario/comparison'
import { formatScenario } from '../../../src-shared/scenario/format'
import { formatScenarioError, parseScenario } from '../../../src-shared/scenario/parse'

const WORLD = { protocols: protocols.map(({ description }) => description), metrics: METRICS.map(({ name }) => name) }

const COMPARISON = `name: two
title: Two of a kind
nodes: 3
workload: { clients: 2, mix: { get: 1, put: 1 } }
duration: 4s
timeline:
  - { at: 1s, for: 1s, action: { do: crash, node: n1 } }
runs:
  - title: Consensus
    cluster: { protocol: raft }
    expectations: [{ expect: converged }]
  - title: Quorums
    cluster: { protocol: quorum, parameters: { read_quorum: 1 } }
    read_policy: one
`

function errorsOf(text: string): string[] {
  const parse = parseComparison(text, 'c.yaml', WORLD)
  return parse.ok ? [] : parse.errors.map(formatScenarioError)
}

const changed = (from: string, to: string): string[] => {
  expect(COMPARISON).toContain(from)
  return errorsOf(COMPARISON.replace(from, to))
}

describe('a comparison', () => {
  it('becomes scenarios that differ in cluster, policies and expectations alone, so that all meet the same script', () => {
    const parse = parseComparison(COMPARISON, 'c.yaml', WORLD)
    if (!parse.ok) throw new Error(errorsOf(COMPARISON).join('\n'))
    const scenarios = scenariosOf(parse.value)
    expect(scenarios.map(({ name, title, cluster }) => [name, title, cluster.protocol, cluster.nodes])).toEqual([
      ['two-a', 'Two of a kind: Consensus', 'raft', 3],
      ['two-b', 'Two of a kind: Quorums', 'quorum', 3]
    ])
    const [one, other] = scenarios.map(({ timeline, network, duration, seed, checks, workload }) => {
      const { read_policy: _, ...load } = workload
      return { timeline, network, duration, seed, checks, load }
    })
    expect(one).toEqual(other)
    expect(scenarios[1]!.workload.read_policy).toBe('one')
    for (const scenario of scenarios) {
      const again = parseScenario(formatScenario(scenario), 's.yaml', WORLD)
      expect(again).toEqual({ ok: true, scenario })
    }
  })

  it('may spread the load of a run over keys in its own way, in which a mistake is the run’s', () => {
    const own = (keys: string) => COMPARISON.replace('    read_policy: one', `    read_policy: one\n    keys: ${keys}`)
    const parse = parseComparison(own('{ distribution: hot, count: 5 }'), 'c.yaml', WORLD)
    if (!parse.ok) throw new Error('it does not parse')
    const distributions = scenariosOf(parse.value).map(({ workload }) => workload.keys.distribution)
    expect(distributions).toEqual(['uniform', 'hot'])
    // A read of all suffixes is more than quorums offer.
    expect(errorsOf(own('{ distribution: hot, suffixes: 4 }'))).toEqual([expect.stringMatching(/^c\.yaml:15:\d+: .*gather/)])
  })

  it('may have its clients ask for the operations of its own protocol, in which a mistake is the run’s', () => {
    const own = (mix: string) => COMPARISON.replace('    read_policy: one', `    read_policy: one\n    mix: ${mix}`)
    const parse = parseComparison(own('{ put: 1 }'), 'c.yaml', WORLD)
    if (!parse.ok) throw new Error('it does not parse')
    expect(scenariosOf(parse.value).map(({ workload }) => workload.mix)).toEqual([{ get: 1, put: 1 }, { put: 1 }])
    expect(errorsOf(own('{ book: 1 }'))).toEqual([expect.stringMatching(/^c\.yaml:15:\d+: .*book/)])
  })

  it('may have nodes of its own in a run, in which a mistake is the run’s', () => {
    const own = (nodes: string) => COMPARISON.replace('protocol: quorum,', `protocol: quorum, nodes: ${nodes},`)
    const parse = parseComparison(own('4'), 'c.yaml', WORLD)
    if (!parse.ok) throw new Error('it does not parse')
    expect(scenariosOf(parse.value).map(({ cluster }) => cluster.nodes)).toEqual([3, 4])
    expect(errorsOf(own('[n1, c1]'))).toEqual([expect.stringMatching(/^c\.yaml:13:\d+: .*c1/)])
  })

  it('leaves out of a run what need not be possible and names a node that only others have', () => {
    const own = (entry: string) => COMPARISON.replace('node: n1 } }', `node: n1 } }\n  - { at: 2s, ${entry} }`)
    const more_nodes = (entry: string) => own(entry).replace('protocol: quorum,', 'protocol: quorum, nodes: 4,')
    const death = 'action: { do: crash, node: n4 }'
    const parse = parseComparison(more_nodes(`if_possible: true, ${death}`), 'c.yaml', WORLD)
    if (!parse.ok) throw new Error('it does not parse')
    expect(scenariosOf(parse.value).map(({ timeline }) => timeline.length)).toEqual([1, 2])
    expect(errorsOf(more_nodes(death))).toEqual([expect.stringMatching(/^c\.yaml:8:\d+: .*n4/)])
    expect(errorsOf(own(`if_possible: true, ${death}`))).toEqual([expect.stringMatching(/^c\.yaml:8:\d+: .*n4/)])
  })

  it('says where a mistake stands, in what is shared and in a run’s own part', () => {
    expect(changed('node: n1', 'node: n9')).toEqual([expect.stringMatching(/^c\.yaml:7:\d+: .*n9/)])
    expect(changed('read_quorum: 1', 'read_quorm: 1')).toEqual([
      expect.stringMatching(/^c\.yaml:13:\d+: .*read_quorm.*read_quorum/)
    ])
    expect(changed('read_policy: one', 'read_policy: two')).toEqual([expect.stringMatching(/^c\.yaml:14:\d+: .*two/)])
    expect(changed('{ expect: converged }', '{ expect: metric, metric: minority.answered, equals: 0 }')).toEqual([
      expect.stringMatching(/^c\.yaml:11:\d+: .*minority\.answered/)
    ])
    expect(changed('nodes: 3', 'nodes: [n1, c1, n3]')).toEqual([expect.stringMatching(/^c\.yaml:3:\d+: .*c1/)])
    expect(changed('duration: 4s\n', '')).toEqual([expect.stringContaining('duration is missing')])
    expect(changed('title: Consensus', 'titel: Consensus').join('\n')).toMatch(
      /c\.yaml:9:\d+: unknown field runs\[0\]\.titel.*title/
    )
  })

  it('refuses words for nodes, which would strike another node in every run', () => {
    const words = changed('node: n1', 'node: leader')
    expect(words.join('\n')).toContain('leader may be another node in every run')
    const shapes = changed(
      '{ do: crash, node: n1 }',
      '{ do: partition, partition: { shape: groups, groups: [[follower], [n2]] } }'
    )
    expect(shapes.join('\n')).toContain('follower may be another node in every run')
  })

  it('refuses a protocol that lacks an operation of the shared workload, once', () => {
    expect(changed('{ get: 1, put: 1 }', '{ get: 1, cas: 1 }')).toEqual([expect.stringMatching(/^c\.yaml:4:\d+: .*cas/)])
  })
})
