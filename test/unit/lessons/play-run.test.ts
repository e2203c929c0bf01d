import { describe, expect, it } from 'vitest'
import { parseLesson } from '../../../src-shared/lessons/parse'
import { runNamed } from '../../../src-shared/lessons/runs'
import { parseText } from '../../../src-main/lab/scenario-files/listing'
import { playRun } from '../../../src-main/lessons/play-run'

const scenario = `
name: pair
title: A pair
engine: simulation
cluster: { protocol: raft, nodes: 3 }
workload: { clients: 0 }
duration: 10s
`
const lesson = `---
title: Two futures
section: consensus
order: 1
minutes: 5
outcome: x
idea: x
---
## One

\`\`\`run
name: one
scenario: pair
marks:
  early: { passed: 1s }
  later: { passed: 2s }
  end: { passed: 3s }
hand:
  - { say: Pause n1, after: early, action: { do: pause, node: n1 } }
  - { say: Crash n2, after: later, action: { do: crash, node: n2 } }
until: end
\`\`\`

## Another

\`\`\`run
name: another
fork: { of: one, at: later, change: { do: act, action: { do: crash, node: n3 } } }
marks:
  over: { passed: 1s }
until: over
\`\`\`
`

describe('another future of a run', () => {
  it('has what was done before it branches off, its own change, and nothing that was done later', () => {
    const parsed = parseLesson(lesson, 'x.md', 'x', { scenarios: ['pair'], metrics: [] })
    const read = parseText(scenario, 'pair.yaml')
    if (!parsed.ok || !read.ok) throw new Error('the lesson of this test is wrong')
    const done = (name: string) => {
      const run = runNamed(parsed.value, name)!
      const hands = 'hand' in run ? run.hand : []
      const { events } = playRun({ lesson: parsed.value, run, scenarioOf: () => read.scenario, hands })
      return events.flatMap((event) => (event.kind === 'fault-started' ? event.label : []))
    }
    expect(done('one')).toEqual(['Pause n1', 'Crash n2'])
    expect(done('another')).toEqual(['Pause n1', 'Crash n3'])
  })
})
