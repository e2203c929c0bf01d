import { describe, expect, it } from 'vitest'
import { bandText, faultBands, shadedSpans } from '../../../src-shared/charts/fault-bands'
import { moveApart } from '../../../src-shared/charts/lines'
import { THEMES } from '../../../src-shared/charts/palette'
import { displayStep, durationText, timeText, timeTicks } from '../../../src-shared/charts/time-scale'
import { foldRun } from '../../../src-shared/folds/run'
import { CUT, StreamBuilder } from '../support/stream'
import { raft } from '../../../src-shared/protocols/raft'

/** Relative luminance and contrast as WCAG 2 defines them. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string) => {
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const share = parseInt(colour.slice(at, at + 2), 16) / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
  }
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (high! + 0.05) / (low! + 0.05)
}

describe('the palette', () => {
  it.each(Object.values(THEMES))('$name can be read', (theme) => {
    const text = theme.name === 'projector' ? 7 : 4.5
    const line = theme.name === 'projector' ? 7 : 2.95
    for (const colour of [theme.text, theme.muted, theme.fault.text]) expect(contrast(colour, theme.ground)).toBeGreaterThan(text)
    for (const colour of [...theme.nodes, theme.ink, theme.tick, theme.leaderless]) {
      expect(contrast(colour, theme.ground), colour).toBeGreaterThan(line)
    }
    for (const marks of [theme.tones, theme.states, theme.reach, theme.conditions]) {
      for (const { fill, text: words } of Object.values(marks))
        expect(contrast(fill, words), `${words} on ${fill}`).toBeGreaterThan(text)
    }
  })

  it('gives eight nodes eight colours', () => {
    for (const theme of Object.values(THEMES)) expect(new Set(theme.nodes).size).toBe(8)
  })
})

describe('fault bands', () => {
  const bandsOf = (run: StreamBuilder, from_s: number, to_s: number, label_s = 3) =>
    faultBands(
      foldRun(run.at(60_000, { kind: 'notice', level: 'info', text: 'x' }).events(), raft),
      { from_us: from_s * 1e6, to_us: to_s * 1e6 },
      () => label_s
    )

  it('are clipped to the view; those outside it are left out', () => {
    const run = new StreamBuilder()
      .start()
      .fault(1000, 9000, 'a', CUT)
      .fault(20_000, 21_000, 'b', CUT)
      .fault(30_000, null, 'c', CUT)
    expect(bandsOf(run, 5, 40).map(({ label, from_s, to_s }) => [label, from_s, to_s])).toEqual([
      ['a', 5, 9],
      ['b', 20, 21],
      ['c', 30, 40]
    ])
    expect(bandsOf(run, 10, 15)).toEqual([])
  })

  it('are shaded as their union, without what is over in an instant', () => {
    const run = new StreamBuilder().start().fault(1000, 9000, 'a', CUT).fault(2000, 3000, 'b', CUT)
    run.fault(8000, 12_000, 'c', CUT).fault(20_000, 20_000, 'd', CUT).fault(30_000, 31_000, 'e', CUT)
    expect(shadedSpans(bandsOf(run, 0, 60))).toEqual([
      { from_s: 1, to_s: 12 },
      { from_s: 30, to_s: 31 }
    ])
  })

  it('put labels that would overlap into two lanes, and count what finds no room at the newest label', () => {
    const run = new StreamBuilder().start().fault(1000, 9000, 'a', CUT).fault(2000, 3000, 'b', CUT)
    run.fault(2500, 3000, 'c', CUT).fault(8000, 9000, 'd', CUT)
    expect(bandsOf(run, 0, 60).map(({ label, lane, others }) => [label, lane, others])).toEqual([
      ['a', 0, []],
      ['b', 1, ['c']],
      ['c', null, []],
      ['d', 0, []]
    ])
    expect(bandText('b', 1)).toBe('b +1')
  })

  it('name every band somewhere, however many begin at once', () => {
    const run = new StreamBuilder().start()
    const names = Array.from({ length: 12 }, (_, i) => `fault ${i}`)
    for (const name of names) run.fault(1000, 9000, name, CUT)
    const bands = bandsOf(run, 0, 60)
    expect(bands.flatMap(({ label, lane, others }) => (lane === null ? [] : [label, ...others])).sort()).toEqual(names.sort())
  })

  it('do not repeat a label that stands right beside', () => {
    const run = new StreamBuilder().start()
    for (let t = 0; t < 20_000; t += 4000) run.fault(t, t + 1000, 'kill', CUT)
    expect(bandsOf(run, 0, 60).map(({ lane }) => lane)).toEqual([0, null, 0, null, 0])
  })

  it('do repeat one where another stands between', () => {
    const run = new StreamBuilder().start().fault(0, 1000, 'a', CUT).fault(2000, 3000, 'b', CUT).fault(4000, 5000, 'a', CUT)
    expect(bandsOf(run, 0, 60).map(({ lane }) => lane)).toEqual([0, 1, 0])
  })

  it('of a moment are marked as such', () => {
    expect(bandsOf(new StreamBuilder().start().fault(5000, 5000, 'restart', CUT), 0, 10)[0]).toMatchObject({
      instantaneous: true,
      from_s: 5,
      to_s: 5
    })
  })
})

describe('labels at line ends', () => {
  it('stay where they are while there is room, and move apart in order otherwise', () => {
    expect(moveApart([10, 40, 80], 12, 0, 100)).toEqual([10, 40, 80])
    expect(moveApart([50, 51, 49], 10, 0, 100)).toEqual([59, 69, 49])
    const crowded = moveApart([100, 100, 100, 100], 12, 0, 100)
    expect(crowded).toEqual([58, 70, 82, 94])
    for (const y of moveApart(Array<number>(20).fill(3), 12, 0, 100)) expect(y).toSatisfy((one: number) => one > 0 && one < 100)
  })
})

describe('the time axis', () => {
  it('has round ticks that stay within the view', () => {
    expect(timeTicks({ from_us: 12_300_000, to_us: 72_300_000 }, 900, 66)).toEqual([
      15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70
    ])
    expect(timeTicks({ from_us: 0, to_us: 1_000_000 }, 300, 66)).toEqual([0, 0.5, 1])
  })

  it('speaks as people do', () => {
    expect([0, 5, 59.5, 60, 65.25, 3725].map(timeText)).toEqual(['0 s', '5 s', '59.5 s', '1:00', '1:05.25', '1:02:05'])
    expect([0, 0.159, 2.345, 412, 1500, 61_000].map(durationText)).toEqual([
      '0 ms',
      '159 µs',
      '2.35 ms',
      '412 ms',
      '1.5 s',
      '61 s'
    ])
  })

  it('steps by round multiples of what is kept', () => {
    const minute = { from_us: 0, to_us: 60_000_000 }
    expect([1000, 300, 150, 60, 20].map((points) => displayStep(minute, points, 100_000))).toEqual([
      100_000, 200_000, 500_000, 1_000_000, 5_000_000
    ])
  })
})
