import { expect, it } from 'vitest'
import { figureCurve, withUnit } from '../../../src-shared/charts/figure-curve'
import { THEMES } from '../../../src-shared/charts/palette'
import type { Parameters } from '../../../src-shared/description/protocol-description'
import { createComparisonFold } from '../../../src-shared/folds/comparison'
import type { ComparedRun } from '../../../src-shared/folds/comparison'
import { createRunFold, foldEvent } from '../../../src-shared/folds/run'
import { claimedCurves, variedParameter } from '../../../src-shared/folds/varied-parameter'
import { raft } from '../../../src-shared/protocols/raft'
import { StreamBuilder } from '../support/stream'

function run(parameters: Parameters, metrics: Record<string, number> = {}): ComparedRun {
  const fold = createRunFold(raft)
  for (const event of new StreamBuilder().start().events())
    foldEvent(fold, event.kind === 'run-started' ? { ...event, parameters } : event)
  return {
    title: 'made up',
    protocol: 'raft',
    engine: 'simulation',
    seed: 1,
    watched: [],
    fold,
    comparison: createComparisonFold(),
    metrics,
    claimed: ['elections', 'violations'],
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
})

it('is drawn with a dot for each run that has the figure, at its value of the parameter', () => {
  const varied = variedParameter(timeouts)!
  const [{ metric }] = claimedCurves(timeouts) as [ReturnType<typeof claimedCurves>[0]]
  const option = figureCurve(varied, { metric, values: [9, null, 7, 6] }, THEMES.light, { width_px: 480, height_px: 220 })
  const [, dots] = option.series as { data: { value: number[]; name: string }[] }[]
  expect(dots!.data).toEqual([
    { value: [75, 9], name: 'A' },
    { value: [300, 7], name: 'C' },
    { value: [1200, 6], name: 'D' }
  ])
  expect(option.xAxis).toMatchObject({ type: 'log' })
  expect([withUnit(1500, 'ms'), withUnit(12, '%'), withUnit(3, ''), withUnit(null, 'ms')]).toEqual(['1.5 s', '12 %', '3', '–'])
})
