/** The window that a node judges each member's silence by, as the screen draws it. */
import { expect, it } from 'vitest'
import { simulate } from '../../../src-main/lab/run/simulate'
import { findProtocol } from '../../../src-node/protocols/registry'
import { createRunFold, foldEvent } from '../../../src-shared/folds/run'
import type { LabEvent } from '../../../src-shared/events'
import type { RunFold } from '../../../src-shared/folds/run'
import type { Distribution } from '../../../src-shared/panels/pictures'
import { membership } from '../../../src-shared/protocols/membership'
import { HeartbeatHeard } from '../../../src-shared/protocols/membership/facts'
import { gapWindows } from '../../../src-shared/protocols/membership/gap-windows'
import { scenarioSchema } from '../../../src-shared/scenario/schema'

/** Links of n2 are steady, those of n3 are not. Both crash at 4 s. */
function judged(until_s: number, parameters: object = {}): { readonly run: RunFold; readonly events: readonly LabEvent[] } {
  const run = createRunFold(membership)
  const events: LabEvent[] = []
  const noisy = { delay_ms: 40, jitter_ms: 15, distribution: 'normal' }
  const scenario = scenarioSchema.parse({
    name: 'x',
    title: 'X',
    cluster: {
      protocol: 'membership',
      nodes: 3,
      parameters: { detector: 'phi-accrual', start: 'known', phi_window: 20, phi_min_deviation_ms: 1, ...parameters }
    },
    network: { default: { delay_ms: 2 }, links: [{ from: 'n3', to: 'n1', both: false, link: noisy }] },
    workload: { clients: 0 },
    timeline: [
      { at: 4, action: { do: 'crash', node: 'n2' } },
      { at: 4, action: { do: 'crash', node: 'n3' } }
    ],
    duration: until_s
  })
  const onEvents = (news: readonly LabEvent[]) =>
    news.forEach((event) => {
      foldEvent(run, event)
      events.push(event)
    })
  simulate({ scenario, protocol: findProtocol('membership'), seed: 1, onEvents })
  return { run, events }
}

const counts = ({ bars }: Distribution): number => bars.reduce((sum, { count }) => sum + count, 0)
const area = ({ curve }: Distribution): number => curve.reduce((sum, [, count]) => sum + count, 0)

it('holds the newest gaps, as many as the window has, and what φ takes them to be like', () => {
  const { run, events } = judged(3.9)
  const { shown, from, to } = gapWindows(run, 'n1')!
  expect(shown.map(({ name }) => name)).toEqual(['n2', 'n3'])
  const heard = events.filter((event) => HeartbeatHeard.is(event)).filter(({ node, data }) => node === 'n1' && data.peer === 'n3')
  const newest = heard.slice(-20).map(({ data }) => data.gap_us! / 1000)
  for (const picture of shown) {
    expect(counts(picture)).toBe(20)
    // Three points of the curve for each bar: its area is that of the bars.
    expect(area(picture) / 3).toBeCloseTo(20, 0)
  }
  for (const { from: low, to: high, count } of shown[1]!.bars)
    expect(newest.filter((gap_ms) => gap_ms >= low && gap_ms < high)).toHaveLength(count)
  expect(Math.min(...newest)).toBeGreaterThanOrEqual(from)
  expect(Math.max(...newest)).toBeLessThan(to)
  expect(shown.map(({ marked }) => marked)).toEqual([false, false])
})

it('the same silence is beyond the threshold for a steady member first', () => {
  const { run } = judged(4.15)
  const [steady, noisy] = gapWindows(run, 'n1')!.shown
  expect(steady).toMatchObject({ marked: true, standing: 'φ over 16' })
  expect(noisy!.marked).toBe(false)
  expect(noisy!.threshold).toBeGreaterThan(steady!.threshold)
  expect(noisy!.text).toMatch(/^20 gaps, .* ± .* ms; silent for .* ms, suspected from .* ms$/)
})

it('a least deviation and an acceptable pause are part of what is drawn', () => {
  const [steady] = gapWindows(judged(3.9, { phi_acceptable_pause_ms: 300 }).run, 'n1')!.shown
  const [peak] = [...steady!.curve].sort(([, a], [, b]) => b - a)
  expect(peak![0]).toBeCloseTo(400, -1)
})

it('there is none at a node that is down, or under a detector without heartbeats', () => {
  expect(gapWindows(judged(4.15).run, 'n2')).toBeNull()
  expect(gapWindows(judged(3, { detector: 'swim' }).run, 'n1')).toBeNull()
})
