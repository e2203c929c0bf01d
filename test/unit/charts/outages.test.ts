import { describe, expect, it } from 'vitest'
import { outageBars } from '../../../src-shared/charts/outage-layer'
import { outagesIn } from '../../../src-shared/charts/outages'
import { foldRun } from '../../../src-shared/folds/run'
import { leadershipFold, gapsOf } from '../../../src-shared/protocols/leadership/leadership'
import { raft } from '../../../src-shared/protocols/raft'
import { minuteOfRaft } from '../support/stream'

const minute = foldRun(minuteOfRaft(), raft)
const MINUTE = { from_us: 0, to_us: 60_000_000 }

describe('outages', () => {
  it('are the times without a leader, but not the start, with their lengths', () => {
    const gaps = gapsOf(leadershipFold.of(minute)!).filter(({ start_us }) => start_us > 0)
    const outages = outagesIn(minute, MINUTE)
    expect(gaps.length).toBeGreaterThan(0)
    for (const { start_us, end_us } of gaps) {
      const own = outages.find(({ from_us }) => from_us === start_us)!
      expect(own.to_us).toBe(end_us)
      expect(own.texts[0]).toMatch(/^no leader [\d.]+ m?s/)
    }
  })

  it('are clipped to the view', () => {
    const { from_us, to_us } = outagesIn(minute, MINUTE)[0]!
    const middle = (from_us + to_us) / 2
    expect(outagesIn(minute, { from_us: middle, to_us: to_us + 1 })[0]).toMatchObject({ from_us: middle, to_us })
    expect(outagesIn(minute, { from_us: 0, to_us: from_us })).toEqual([])
  })
})

describe('texts of outages', () => {
  const outage = (from_us: number, to_us: number) => ({ from_us, to_us, texts: ['no leader 412 ms', '412 ms'] })
  const textsOf = (spans: readonly (readonly [number, number])[], right = 1000) =>
    outageBars(
      spans.map(([from, to]) => outage(from, to)),
      (t_us) => t_us,
      10,
      { left: 0, right }
    )

  it('are shorter or left out beside a longer outage’s', () => {
    expect(
      textsOf([
        [0, 5],
        [10, 100],
        [130, 135],
        [200, 280]
      ]).map(({ text }) => text)
    ).toEqual(['', 'no leader 412 ms', '412 ms', 'no leader 412 ms'])
  })

  it('end within the picture', () => {
    expect(textsOf([[990, 1000]])[0]).toMatchObject({ left: 990, text_left: 1000 - 96 })
  })
})
