import { expect, it } from 'vitest'
import { wholeView } from '../../../src-shared/charts/definition'
import { lanesChart } from '../../../src-shared/charts/kinds/lanes'
import type { LaneBand } from '../../../src-shared/charts/kinds/lanes'
import { THEMES } from '../../../src-shared/charts/palette'
import { createRunFold } from '../../../src-shared/folds/run'

const SIZE = { width_px: 900, height_px: 200 }
const bandOf = (lane: number, style: LaneBand['style']): LaneBand => ({
  lane,
  from_us: 0,
  to_us: 500_000,
  mark: (theme) => theme.tones.slate,
  style,
  height: 0.8,
  texts: ['x'],
  told: ''
})

/** How many shapes of its own a chart of so many lanes, one of them dashed, hands to the chart library. */
function itemsOf(lanes: number): number {
  const chart = lanesChart({
    id: 'members',
    title: '',
    subtitle: '',
    height_px: 200,
    least_px: 100,
    applies: () => true,
    lanes: () => Array.from({ length: lanes }, (_, lane) => `n${lane + 1}`),
    bands: () => Array.from({ length: lanes }, (_, lane) => bandOf(lane, lane === 1 ? 'dashed' : 'filled')),
    empty: ''
  })
  const run = createRunFold()
  const { series } = chart.build(run, wholeView(run), THEMES.light, SIZE) as { series: { id: string; data: unknown[] }[] }
  return series.find(({ id }) => id === 'members')!.data.length
}

it('draws a shape for each band, of many thin lanes one for all bands that look alike', () => {
  expect(itemsOf(5)).toBe(5)
  expect(itemsOf(1000)).toBe(2)
})
