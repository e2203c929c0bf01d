import { expect, it } from 'vitest'
import { wholeView } from '../../../src-shared/charts/definition'
import { THEMES } from '../../../src-shared/charts/palette'
import { foldRun } from '../../../src-shared/folds/run'
import { atomicCommit } from '../../../src-shared/protocols/atomic-commit'
import { StepWaits, Victim, WaitOver } from '../../../src-shared/protocols/transactions/execution/facts'
import { waitForChart } from '../../../src-shared/protocols/transactions/execution/wait-for-chart'
import { openWaits } from '../../../src-shared/protocols/transactions/execution/waits'
import { StreamBuilder } from '../support/stream'

const waits = (node: string, transaction: string, ...blockers: [string, string][]) =>
  StepWaits.of(node, { transaction, blockers: blockers.map(([other, on]) => ({ transaction: other, on })) })

function started(): StreamBuilder {
  return new StreamBuilder(['n1', 'n2', 'n3']).start().bootAll()
}

function drawn(run: StreamBuilder): string[] {
  const fold = foldRun(run.events(), atomicCommit)
  const { graphic } = waitForChart.build(fold, wholeView(fold), THEMES.light, { width_px: 800, height_px: 250 }) as unknown as {
    graphic: { readonly style: { readonly text?: string } }[]
  }
  return graphic.flatMap(({ style }) => style.text ?? [])
}

it('shows who waits for whom at which key, until it waits no longer', () => {
  const run = started()
  run.at(1000, waits('n2', 'a#1', ['b#1', 'x'], ['c#1', 'x']))
  run.at(1100, waits('n3', 'b#1', ['c#1', 'y']))
  run.at(1200, WaitOver.of('n3', { transaction: 'b#1' }))
  const open = openWaits(foldRun(run.events(), atomicCommit))
  expect(open.map(({ transaction, waits_for, on }) => `${transaction} ${waits_for} ${on}`)).toEqual(['a#1 b#1 x', 'a#1 c#1 x'])
  expect(drawn(run)).toEqual(['now: 2 waits', 'x', 'x', 'a#1', 'b#1', 'c#1'])
})

it('lets go of the waits at a shard that dies', () => {
  const run = started().at(1000, waits('n2', 'a#1', ['b#1', 'x']))
  run.at(1100, { kind: 'node-exited', node: 'n2', boot: 1, reason: 'crashed', code: null, signal: 'SIGKILL', output: [] })
  expect(drawn(run)).toEqual(['nobody waits for a lock'])
})

it('shows the cycle of a deadlock and its victim after it is broken, without those who only waited nearby', () => {
  const run = started()
  run.at(1000, waits('n2', 'a#1', ['b#1', 'x']))
  run.at(1100, waits('n3', 'b#1', ['a#1', 'y']))
  run.at(1150, waits('n3', 'd#1', ['a#1', 'y']))
  run.at(1200, Victim.of('n1', { transaction: 'b#1', policy: 'detection', reason: 'r', cycle: ['a#1', 'b#1'] }))
  run.at(1210, WaitOver.of('n3', { transaction: 'b#1' }))
  expect(drawn(run)).toEqual(['at 1.2 s: b#1 is the victim (detection)', 'x', 'y', 'a#1', '✗ b#1 (victim)'])
})
