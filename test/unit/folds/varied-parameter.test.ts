import { expect, it } from 'vitest'
import { figureCurve, referenceText, withUnit } from '../../../src-shared/charts/figure-curve'
import { THEMES } from '../../../src-shared/charts/palette'
import type { Parameters } from '../../../src-shared/description/protocol-description'
import { createComparisonFold } from '../../../src-shared/folds/comparison'
import type { ComparedRun } from '../../../src-shared/folds/comparison'
import { createRunFold, foldEvent } from '../../../src-shared/folds/run'
import { claimedCurves, variedParameter } from '../../../src-shared/folds/varied-parameter'
import { atomicCommit } from '../../../src-shared/protocols/atomic-commit'
import type { ProtocolDefinition } from '../../../src-shared/protocols/definition'
import { raft } from '../../../src-shared/protocols/raft'
import { StreamBuilder } from '../support/stream'

function run(
  parameters: Parameters,
  metrics: Record<string, number> = {},
  node_count = 3,
  definition: ProtocolDefinition = raft
): ComparedRun {
  const fold = createRunFold(definition)
  const nodes = Array.from({ length: node_count }, (_, i) => `n${i + 1}`)
  for (const event of new StreamBuilder().start().events())
    foldEvent(fold, event.kind === 'run-started' ? { ...event, parameters, nodes } : event)
  return {
    title: 'made up',
    protocol: definition.description.name,
    engine: 'simulation',
    seed: 1,
    watched: [],
    fold,
    comparison: createComparisonFold(),
    metrics,
    claimed: [
      { metric: 'elections', reference: { value: 7, of: 'a paper' } },
      { metric: 'violations', reference: null }
    ],
    judgements: []
  }
}
const timeouts = [75, 150, 300, 1200].map((low, i) =>
  run({ election_timeout_ms: [low, 2 * low], heartbeat_ms: 50 }, { elections: 9 - i, violations: 0 })
)

it('is the one number by which the runs differ, of a range its lower end, with its default where a run does not set it', () => {
  expect(variedParameter(timeouts)).toMatchObject({ name: 'election_timeout_ms', unit: 'ms', values: [75, 150, 300, 1200] })
  const heartbeats = [run({ heartbeat_ms: 10 }), run({}), run({ heartbeat_ms: 100 })]
  expect(variedParameter(heartbeats)).toMatchObject({ name: 'heartbeat_ms', values: [10, 50, 100] })
})

it('is how many nodes there are where parameters are the same, or how many of the role that is not one node’s alone', () => {
  const sizes = [3, 5, 9].map((count) => run({}, {}, count))
  expect(variedParameter(sizes)).toMatchObject({ title: 'Nodes', unit: '', values: [3, 5, 9] })
  const participants = [2, 3, 6].map((count) => run({}, {}, count, atomicCommit))
  expect(variedParameter(participants)).toMatchObject({ title: 'Participants', values: [1, 2, 5] })
  expect(variedParameter([...sizes, run({}, {}, 3)])).toBeNull()
})

it('is nothing where runs differ by several parameters, by none, by a word, or by their protocols, or are too few', () => {
  expect(variedParameter([...timeouts, run({ heartbeat_ms: 10 })])).toBeNull()
  expect(variedParameter([run({}), run({}), run({})])).toBeNull()
  expect(variedParameter([run({ pre_vote: true }), run({ pre_vote: false }), run({})])).toBeNull()
  expect(variedParameter([{ ...timeouts[0]!, protocol: 'quorum' }, ...timeouts.slice(1)])).toBeNull()
  expect(variedParameter(timeouts.slice(0, 2))).toBeNull()
})

it('has the figures that expectations speak of and that are not the same everywhere', () => {
  const curves = claimedCurves(timeouts)
  expect(curves.map(({ metric, values }) => [metric.name, values])).toEqual([['elections', [9, 8, 7, 6]]])
  expect(curves[0]!.reference).toEqual({ of: 'a paper', values: [7, 7, 7, 7] })
  expect(referenceText(curves[0]!)).toBe(' · dashed: a paper')
})

it('is drawn with a dot for each run that has the figure, at its value of the parameter', () => {
  const varied = variedParameter(timeouts)!
  const [{ metric }] = claimedCurves(timeouts) as [ReturnType<typeof claimedCurves>[0]]
  const option = figureCurve(
    varied,
    { metric, values: [9, null, 7, 6], reference: { of: 'a paper', values: [8, 7, null, 5] } },
    THEMES.light,
    { width_px: 480, height_px: 220 }
  )
  const [, dots, reference] = option.series as { data: { value: number[]; name: string }[] }[]
  expect(dots!.data).toEqual([
    { value: [75, 9], name: 'A' },
    { value: [300, 7], name: 'C' },
    { value: [1200, 6], name: 'D' }
  ])
  expect(reference!.data).toEqual([
    [75, 8],
    [150, 7],
    [1200, 5]
  ])
  expect(option.xAxis).toMatchObject({ type: 'log' })
  expect([withUnit(1500, 'ms'), withUnit(12, '%'), withUnit(3, ''), withUnit(null, 'ms')]).toEqual(['1.5 s', '12 %', '3', '–'])
})
