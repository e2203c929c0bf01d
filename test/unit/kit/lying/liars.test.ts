/** What one liar comes to in protocols made for nodes that crash. */
import { describe, expect, it } from 'vitest'
import { parseText } from '../../../../src-main/lab/scenario-files/listing'
import { simulate } from '../../../../src-main/lab/run/simulate'
import { findProtocol } from '../../../../src-node/protocols/registry'
import type { LabEvent } from '../../../../src-shared/events'
import { BehaviourSet, LieTold } from '../../../../src-shared/protocols/lying/facts'

/** n1 leads; n2 to n4 follow. */
function tried(protocol: string, { lies = 'honest', timeline = '' }: { lies?: string; timeline?: string }) {
  const leads = protocol === 'leader-follower' ? '' : ', election_timeout_ms: 120'
  const parsed = parseText(
    `
name: tried
title: Tried
engine: simulation
cluster:
  protocol: ${protocol}
  nodes: 4
  node_parameters: { n1: { lies: ${lies}${leads} } }
network: { default: { delay_ms: 3 } }
workload: { clients: 2, start: 500ms, think_time: 20ms, mix: { get: 1, put: 2 }, keys: { distribution: uniform, count: 2 }, value_bytes: 8 }
duration: 1200ms
timeline: [${timeline}]
checks: [invariants, linearizable]
`,
    'tried.yaml'
  )
  if (!parsed.ok) throw new Error(JSON.stringify(parsed))
  const events: LabEvent[] = []
  const { result, violations } = simulate({
    scenario: parsed.scenario,
    protocol: findProtocol(protocol),
    seed: 1,
    onEvents: (more) => events.push(...more)
  })
  const verdicts = Object.fromEntries(result.checks.map(({ name, verdict }) => [name, verdict]))
  return { events, verdicts, broken: [...new Set(violations.map(({ invariant }) => invariant))].sort() }
}

const lieAt = (at: string, how: string) =>
  `{ at: ${at}, label: A lie, action: { do: command, node: n1, command: lie, arguments: { how: ${how} } } }`

const PARTED = {
  raft: ['log-matching', 'state-machine-safety'],
  'multi-paxos': ['slot-chosen-once', 'slot-one-value-a-ballot'],
  'leader-follower': ['log-matching']
}

describe.each(Object.entries(PARTED))('%s', (protocol, broken) => {
  it('keeps what it promises while nobody lies', () => {
    expect(tried(protocol, {})).toMatchObject({ broken: [], verdicts: { linearizable: 'holds' } })
  })

  it('loses agreement to a leader that tells each something else, and is accused of nothing else', () => {
    expect(tried(protocol, { lies: 'equivocate' }).broken).toEqual(broken)
  })

  it('has clients believe a leader that answers wrongly', () => {
    expect(tried(protocol, { lies: 'answer-wrongly' })).toMatchObject({
      broken: ['linearizable'],
      verdicts: { linearizable: 'violated' }
    })
  })
})

describe('a node that is made a liar by hand', () => {
  it('lies from then on, until it is honest again', () => {
    const timeline = `${lieAt('700ms', 'equivocate')}, ${lieAt('900ms', 'honest')}`
    const { events } = tried('raft', { timeline })
    const set = events.filter((event) => BehaviourSet.is(event))
    expect(set.map(({ data }) => data.behaviour)).toEqual(['equivocate', 'honest'])
    const told = events.filter((event) => LieTold.is(event))
    expect(told.length).toBeGreaterThan(0)
    expect(told.every(({ t, data }) => t >= set[0]!.t && t <= set[1]!.t && data.to === 'n3')).toBe(true)
  })
})
