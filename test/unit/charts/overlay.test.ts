import { describe, expect, it } from 'vitest'
import { chartsFor } from '../../../src-shared/charts'
import { wholeView } from '../../../src-shared/charts/definition'
import { renderSvg } from '../../../src-shared/charts/echarts'
import { buildWithReference } from '../../../src-shared/charts/overlay'
import { THEMES } from '../../../src-shared/charts/palette'
import { createRunFold, foldRun } from '../../../src-shared/folds/run'
import { minuteOfRaft } from '../support/stream'
import { raft } from '../../../src-shared/protocols/raft'

const SIZE = { width_px: 900, height_px: 260 }
const minute = foldRun(minuteOfRaft(), raft)
const CHARTS = chartsFor(raft).filter(({ applies }) => applies(minute))
const half = foldRun(
  minuteOfRaft().filter(({ t }) => t < 30_000_000),
  raft
)

interface Option {
  readonly series: readonly { readonly id: string; readonly data: readonly unknown[] }[]
  readonly graphic: readonly { readonly id: string }[]
}

describe.each(CHARTS.map((chart) => [chart.id, chart] as const))('another run over the chart %s', (_, chart) => {
  const build = (fold = half, reference = minute) =>
    buildWithReference(chart, fold, reference, wholeView(minute), THEMES.light, SIZE) as unknown as Option

  it('keeps what the run itself draws and adds series of the other', () => {
    const own = (chart.build(half, wholeView(minute), THEMES.light, SIZE) as unknown as Option).series.map(({ id }) => id)
    const ids = build().series.map(({ id }) => id)
    expect(ids.slice(0, own.length)).toEqual(own)
    expect(ids.slice(own.length).length).toBeGreaterThan(0)
    expect(ids.slice(own.length).every((id) => id.startsWith('reference-'))).toBe(true)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('draws a picture in every theme', () => {
    for (const theme of Object.values(THEMES)) {
      const option = buildWithReference(chart, half, minute, { ...wholeView(minute), fault_labels: false }, theme, SIZE)
      expect(renderSvg(option, SIZE)).toMatch(/^<svg/)
    }
  })

  it('does not say that there is nothing to show', () => {
    expect(build(createRunFold(raft)).graphic.map(({ id }) => id)).not.toContain('empty')
  })
})
