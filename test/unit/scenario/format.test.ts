import { describe, expect, it } from 'vitest'
import { parseText } from '../../../src-main/lab/scenario-files/listing'
import { shippedScenarios } from '../../../src-main/lab/scenario-files/scenarios'
import { formatScenario } from '../../../src-shared/scenario/format'
import { withExpandedPlan } from '../../../src-shared/scenario/plan'
import { CHAOS_FAULTS, chaosSchema } from '../../../src-shared/scenario/sections/chaos'
import type { Scenario } from '../../../src-shared/scenario/schema'

function parsed(text: string): Scenario {
  const parse = parseText(text, 'x.yaml')
  if (!parse.ok) throw new Error(`${JSON.stringify(parse.errors)} in\n${text}`)
  return parse.scenario
}

describe('a formatted scenario', () => {
  it.each(shippedScenarios())('means what $id means', ({ text }) => {
    const scenario = parsed(text)
    expect(parsed(formatScenario(scenario))).toEqual(scenario)
  })

  it('keeps the random faults that a seed has drawn', () => {
    const faults = Object.fromEntries(CHAOS_FAULTS.map((kind) => [kind, 1]))
    const chaos = chaosSchema.parse({ faults, interval: ['10ms', '50ms'], max_concurrent: 5 })
    const scenario = withExpandedPlan({ ...parsed('name: x\ntitle: X\nduration: 60s'), chaos }, 1)
    expect(scenario.timeline.length).toBeGreaterThan(50)
    expect(parsed(formatScenario(scenario))).toEqual(scenario)
  })

  it('keeps repetitions, each as an entry of its own when the plan is written out', () => {
    const repeating = parsed(`name: x
title: X
duration: 9s
timeline:
  - { at: 1s, for: 100ms, every: 2s, times: 3, action: { do: crash, node: n1 } }
  - { at: 3s, every: 1s, times: 2, action: { do: heal } }`)
    expect(parsed(formatScenario(repeating))).toEqual(repeating)
    const { timeline } = withExpandedPlan(repeating, 1)
    expect(timeline.map(({ at, times, action }) => [at, times, action.do])).toEqual([
      [1000, 1, 'crash'],
      [3000, 1, 'crash'],
      [3000, 1, 'heal'],
      [4000, 1, 'heal'],
      [5000, 1, 'crash']
    ])
  })

  it('says only what differs from the defaults', () => {
    const text = `name: x
title: X
cluster:
  nodes: 3
workload:
  keys: { distribution: uniform, count: 2 }
duration: 2500ms
timeline:
  - { at: 1s, for: 500ms, action: { do: crash, node: n1 } }
  - { at: 2s, action: { do: disk, node: n2, sync_fails: true } }
checks: [ linearizable ]
`
    expect(formatScenario(parsed(text))).toBe(text)
  })

  it('begins with the comment', () => {
    expect(formatScenario(parsed('name: x\ntitle: X'), ['One', 'Two'])).toMatch(/^# One\n# Two\nname: x\n/)
  })
})
