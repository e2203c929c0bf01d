import { describe, expect, it } from 'vitest'
import { faultBands, legendNames, shadedSpans } from '../../../src-shared/charts/fault-bands'
import { rowNames } from '../../../src-shared/charts/frame'
import { lineEnds, moveApart, outermost } from '../../../src-shared/charts/lines'
import { FAULT_KINDS } from '../../../src-shared/faults/kind'
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
    const faults = FAULT_KINDS.map((kind) => theme.faults[kind].text)
    for (const colour of [theme.text, theme.muted, theme.outage, ...faults])
      expect(contrast(colour, theme.ground)).toBeGreaterThan(text)
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
      { length_s: () => label_s, until_s: to_s + 10, lanes: 2 }
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
      { kind: 'cut', from_s: 1, to_s: 12 },
      { kind: 'cut', from_s: 30, to_s: 31 }
    ])
  })

  it('are shaded for each kind by itself', () => {
    const run = new StreamBuilder().start().fault(1000, 9000, 'a', CUT).fault(2000, 3000, 'b', { do: 'pause', node: 'n1' })
    expect(shadedSpans(bandsOf(run, 0, 60)).map(({ kind }) => kind)).toEqual(['cut', 'pause'])
  })

  it('put labels that would overlap into two lanes, and what finds no room there into a legend', () => {
    const run = new StreamBuilder().start().fault(1000, 9000, 'a', CUT).fault(2000, 3000, 'b', CUT)
    run.fault(2500, 3000, 'c', CUT).fault(8000, 9000, 'd', CUT)
    const bands = bandsOf(run, 0, 60)
    expect(bands.map(({ label, lane }) => [label, lane])).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', null],
      ['d', 0]
    ])
    expect(legendNames(bands)).toEqual([{ label: 'c', kind: 'cut' }])
  })

  it('name every band somewhere, however many begin at once', () => {
    const run = new StreamBuilder().start()
    const names = Array.from({ length: 12 }, (_, i) => `fault ${i}`)
    for (const name of names) run.fault(1000, 9000, name, CUT)
    const bands = bandsOf(run, 0, 60)
    const at_bands = bands.flatMap(({ label, lane }) => (lane === null ? [] : [label]))
    expect([...at_bands, ...legendNames(bands).map(({ label }) => label)].sort()).toEqual(names.sort())
  })

  it('do not repeat a label that stands right beside', () => {
    const run = new StreamBuilder().start()
    for (let t = 0; t < 20_000; t += 4000) run.fault(t, t + 1000, 'kill', CUT)
    const bands = bandsOf(run, 0, 60)
    expect(bands.map(({ named }) => named)).toEqual([true, false, true, false, true])
    expect(bands.map(({ lane }) => lane)).toEqual([0, 0, 0, 0, 0])
  })

  it('do repeat one where another stands between', () => {
    const run = new StreamBuilder().start().fault(0, 1000, 'a', CUT).fault(2000, 3000, 'b', CUT).fault(4000, 5000, 'a', CUT)
    expect(bandsOf(run, 0, 60).map(({ lane }) => lane)).toEqual([0, 1, 0])
  })

  it('have their label within the picture', () => {
    const run = new StreamBuilder().start().fault(58_000, 60_000, 'late', CUT)
    expect(bandsOf(run, 0, 60, 20)[0]).toMatchObject({ from_s: 58, label_s: 50 })
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

describe('labels of lines that end together', () => {
  const line = (name: string, value: number) => ({
    id: name,
    name,
    points: [[1, value] as const],
    colour: '#000',
    value_text: String(value)
  })
  const labelsOf = (values: Readonly<Record<string, number>>) =>
    lineEnds(Object.entries(values).map(([name, value]) => line(name, value))).map(({ label }) => label)

  it('are one, with ranges of nodes', () => {
    expect(labelsOf({ n1: 7, n2: 7, n3: 7 })).toEqual(['n1–n3 7'])
    expect(labelsOf({ n1: 7, n2: 5, n3: 7, n4: 7, n5: 7 })).toEqual(['n1 n3–n5 7', 'n2 5'])
  })

  it('count names that would be too long', () => {
    expect(labelsOf({ n1: 7, n2: 5, n3: 7, n4: 5, n5: 7, n6: 5, n7: 7 })).toEqual(['n1 +3 7', 'n2 n4 n6 5'])
  })

  it('have a piece of each line beside them', () => {
    expect(lineEnds([line('n1', 7), line('n2', 7)])[0]!.strokes).toHaveLength(2)
  })

  it('stay apart where there are more than have room: the outermost remain', () => {
    const ends = Array.from({ length: 9 }, (_, i) => ({ label: `n${i}`, strokes: [], y: i * 3 }))
    expect(outermost(ends, 4).map(({ label }) => label)).toEqual(['n0', 'n1', '6 more', 'n8'])
    expect(outermost(ends, 9)).toHaveLength(9)
  })
})

describe('names of rows', () => {
  it.each([3, 5, 9, 15, 50, 200])('never touch, of %i rows in a chart of any height', (count) => {
    for (const theme of Object.values(THEMES)) {
      for (const height_px of [40, 90, 140, 300, 900]) {
        const { font_px, every } = rowNames(theme, count, height_px)
        expect(font_px).toBeGreaterThanOrEqual(theme.small_px)
        expect((height_px / count) * every).toBeGreaterThan(font_px)
      }
    }
  })

  it('are all there where they have room', () => {
    expect(rowNames(THEMES.light, 15, 300)).toEqual({ font_px: THEMES.light.font_px, every: 1 })
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
