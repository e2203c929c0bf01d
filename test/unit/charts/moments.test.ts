import { describe, expect, it } from 'vitest'
import { heardChart } from '../../../src-shared/charts/heard'
import { wholeView } from '../../../src-shared/charts/definition'
import type { ChartDefinition } from '../../../src-shared/charts/definition'
import { THEMES } from '../../../src-shared/charts/palette'
import { foldRun } from '../../../src-shared/folds/run'
import { quorum } from '../../../src-shared/protocols/quorum'
import { ReadAnswered, WriteAcknowledged } from '../../../src-shared/protocols/quorum/facts'
import { setsChart, setsFold } from '../../../src-shared/protocols/quorum/sets'
import { StreamBuilder } from '../support/stream'

const SIZE = { width_px: 900, height_px: 120 }
const NODES = ['N1', 'N2', 'N3']
const begun = () => new StreamBuilder(NODES).start().bootAll()

function drawn(chart: ChartDefinition, run: StreamBuilder) {
  const fold = foldRun(run.at(4000, { kind: 'notice', level: 'info', text: 'x' }).events(), quorum)
  const { series, tooltip } = chart.build(fold, wholeView(fold), THEMES.light, SIZE) as unknown as {
    readonly series: { readonly id: string; readonly data: readonly (readonly number[])[] }[]
    readonly tooltip: { readonly formatter: (hits: unknown) => string }
  }
  return { marks: series.find(({ id }) => id === chart.id)!.data, told: (t_s: number) => tooltip.formatter([{ axisValue: t_s }]) }
}

describe('what a node hears', () => {
  const message = (run: StreamBuilder, n: number, from: string, to: string, sent_ms: number, received_ms: number | null) => {
    const named = { from, to, boot: 1, n }
    run.at(sent_ms, { kind: 'sent', ...named, type: 'ping', bytes: 9 })
    if (received_ms !== null) run.at(received_ms, { kind: 'received', ...named, type: 'ping' })
  }

  it('is each message that it read, by sender, with how late it came', () => {
    const run = begun()
    message(run, 1, 'N2', 'N1', 100, 101)
    message(run, 2, 'N3', 'N1', 200, 1700)
    message(run, 3, 'N3', 'N1', 300, null)
    message(run, 4, 'N1', 'N2', 400, 401)
    const { marks, told } = drawn(heardChart('N1'), run)
    expect(marks).toEqual([
      [0.101, 0],
      [1.7, 1]
    ])
    expect(told(1.7)).toContain('N3: ping, 1.5 s after it was sent')
  })
})

describe('quorums', () => {
  const version = { operation: 'c:1', at_us: 1, slot: 0, count: 1, seen: [], deleted: false }
  const wrote = (stored_by: string[]) =>
    WriteAcknowledged.of('N1', { operation: 'c:1', key: 'x', version, needed: 2, stored_by, hinted_for: [], hinted_by: [] })
  const read = (key: string, answered_by: string[]) => ReadAnswered.of('N3', { operation: 'r:1', key, answered_by })

  it('are the nodes that acknowledged a write and those that answered a read; those that did both stand out', () => {
    const run = begun()
      .at(1000, wrote(['N1', 'N2']))
      .at(2000, read('x', ['N2', 'N3']))
      .at(3000, read('y', ['N1']))
    const { marks, told } = drawn(setsChart, run)
    expect(marks).toEqual([
      [1, 0],
      [1, 1],
      [2, 1],
      [2, 2],
      [3, 0]
    ])
    expect(told(2)).toContain('r:1: N2 and N3 answer it')
    const fold = foldRun(run.events(), quorum)
    expect(
      setsFold
        .of(fold)!
        .newest.toArray()
        .map(({ shared }) => shared)
    ).toEqual([[], ['N2'], []])
  })
})
