import { describe, expect, it } from 'vitest'
import { createClusterFold, foldCluster } from '../../../src-shared/folds/cluster'
import { createPartitionFold } from '../../../src-shared/folds/partition'
import type { RunFold } from '../../../src-shared/folds/run'
import { WHOLE_RUN } from '../../../src-shared/metrics/metric'
import type { Metrics } from '../../../src-shared/metrics/metric'
import { headlineText } from '../../../src-shared/panels/headline'
import { THEMES } from '../../../src-shared/charts/palette'
import type { EventBody } from '../../../src-shared/events'
import { groupLeadersChart } from '../../../src-shared/protocols/leadership/group-leaders-chart'
import { headline } from '../../../src-shared/protocols/sharded-kv/headline'
import { mapsFold, stockOfGroups } from '../../../src-shared/protocols/sharded-kv/maps'
import { moveMetrics } from '../../../src-shared/protocols/sharded-kv/metrics'
import { copiedShare, movesFold, stageAt, stageText, timeLeftMs } from '../../../src-shared/protocols/sharded-kv/moves'
import { movesChart, movesTableChart } from '../../../src-shared/protocols/sharded-kv/moves-charts'
import { panels } from '../../../src-shared/protocols/sharded-kv/panels'
import { newestRegrouping, sharesOf } from '../../../src-shared/protocols/sharded-kv/regrouping'
import { MovesBuilder } from './move-events'

function movesOf(run: RunFold) {
  return movesFold.of(run)!.moves.toArray()
}

function metricsOf(builder: MovesBuilder, span = WHOLE_RUN): Metrics {
  const run = { cluster: createClusterFold(), partition: createPartitionFold() }
  const measurement = moveMetrics.measure([span])
  for (const event of builder.events()) {
    foldCluster(run.cluster, event)
    measurement.fold(event, run)
  }
  return measurement.figures(span, run)
}

function tableOf(run: RunFold, kind: string) {
  const panel = panels.node.find((panel) => panel.kind === 'table' && panel.title === kind)
  return panel?.kind === 'table' ? panel.rows(run, 'n2') : null
}

describe('a move', () => {
  it('goes through its stages, whichever copies tell of them, and however often', () => {
    const run = new MovesBuilder()
      .join()
      .move(1100, 1, 2)
      .step(1700, 1, 2, 'copying', 'n9')
      .step(1701, 1, 2, 'active', 'n9')
      .fold()
    const [move] = movesOf(run)
    expect(move!.stages.map(({ stage, t_us }) => `${stage} ${t_us / 1000}`)).toEqual([
      'planned 1100',
      'copying 1110',
      'catching-up 1350',
      'read-only 1400',
      'handed-over 1440',
      'active 1450',
      'cleaned-up 1500'
    ])
    expect(stageAt(move!, 1_405_000)).toBe('read-only')
    expect(stageAt(move!, 1_000_000)).toBe(null)
    expect(movesFold.of(run)!.open.size).toBe(0)
  })

  it('says that it waits for its turn until its source has sent something', () => {
    const builder = new MovesBuilder().join().plan(1100, 1, 2).step(1110, 1, 2, 'copying')
    expect(stageText(movesOf(builder.fold())[0]!, 'copying')).toBe('waits for its turn')
    expect(stageText(movesOf(builder.progress(1610, 1, 2, 5).fold())[0]!, 'copying')).toBe('25 % copied')
  })

  it('says how much of it is copied, and how long the rest takes at the rate of now', () => {
    const builder = new MovesBuilder().join().plan(1100, 1, 2).step(1110, 1, 2, 'copying').progress(1610, 1, 2, 5)
    const [move] = movesOf(builder.fold())
    expect(copiedShare(move!)).toBe(0.25)
    expect(timeLeftMs(move!, 1_610_000)).toBe(1500)
    // Nothing came for as long again.
    expect(timeLeftMs(move!, 2_110_000)).toBe(3000)
    const [paused] = movesOf(builder.step(1700, 1, 2, 'paused').fold())
    expect(timeLeftMs(paused!, 1_700_000)).toBe(null)
  })

  it('is known by its steps, although whoever planned it died before it told', () => {
    const builder = new MovesBuilder().join().step(1110, 1, 2, 'copying')
    expect(movesOf(builder.fold())).toMatchObject([{ shard: 2, from: null }])
    expect(movesOf(builder.plan(1300, 1, 2).plan(1400, 1, 2).fold())).toMatchObject([{ from: 'n1', reason: 'n2 joined' }])
  })

  it('that is cancelled is no longer under way', () => {
    const run = new MovesBuilder().join().plan(1100, 1, 2).step(1110, 1, 2, 'copying').step(1200, 1, 2, 'cancelled').fold()
    expect(movesFold.of(run)!.open.size).toBe(0)
  })
})

describe('maps', () => {
  it('are kept by epoch, once each, and what groups have by the newest', () => {
    const builder = new MovesBuilder().join().map(1500, 3, ['n1', 'n1', 'n2', 'n1']).map(1600, 3, ['n1', 'n1', 'n2', 'n1'])
    builder.at(1700, { kind: 'sample', node: 'n2', values: { keys: 21, bytes: 210 } })
    const run = builder.fold()
    expect(
      mapsFold
        .of(run)!
        .history.toArray()
        .map(({ epoch }) => epoch)
    ).toEqual([1, 2, 3])
    expect(stockOfGroups(run)).toMatchObject([
      { name: 'n1', shards: 3, keys: null },
      { name: 'n2', shards: 1, keys: 21, bytes: 210 }
    ])
  })
})

describe('metrics of moves', () => {
  it('count what moved, beside theory, and the longest windows', () => {
    const builder = new MovesBuilder().move(600, 1, 0).join().move(1100, 2, 2).move(1500, 3, 3)
    expect(metricsOf(builder.plan(2000, 4, 1))).toEqual({
      'moves.done': 3,
      'moves.cancelled': 0,
      'moves.open': 1,
      'moved.keys': 63,
      'moved.bytes': 600,
      'moved.shards_percent': 50,
      'moved.keys_percent': 40,
      'moved.theory_percent': 50,
      'moved.heir_percent': 100,
      'move_ms.max': 340,
      'read_only_ms.max': 50,
      'unserved_ms.max': 10,
      rebalance_ms: 850
    })
  })

  it('are of the span: moves by when they ended, windows as far as they are within', () => {
    const builder = new MovesBuilder().join().move(1100, 1, 2).move(1500, 2, 3)
    expect(metricsOf(builder, { from_us: 1_430_000, to_us: 1_600_000 })).toMatchObject({
      'moves.done': 1,
      'read_only_ms.max': 20
    })
  })

  it('say how long the rest of what is under way takes', () => {
    const builder = new MovesBuilder().join().plan(1100, 1, 2).step(1110, 1, 2, 'copying').progress(1610, 1, 2, 5)
    expect(metricsOf(builder)).toMatchObject({ 'move_left_ms.max': 1500 })
  })

  it('have no window to speak of where nothing moved', () => {
    expect(metricsOf(new MovesBuilder())).not.toHaveProperty('read_only_ms.max')
  })
})

describe('a change of groups', () => {
  const joined = () => new MovesBuilder().join().move(2000, 1, 3)

  it('is told with what has moved and what is to, in keys that there were then, beside theory', () => {
    expect(newestRegrouping(joined().plan(3000, 2, 2).fold())).toEqual({
      cause: 'n2 joined',
      t_us: 1_000_000,
      of_shards: 4,
      of_keys: 100,
      planned_shards: 2,
      planned_keys: 40,
      moved_shards: 1,
      moved_keys: 18,
      theory_share: 0.5,
      last_us: 2_350_000
    })
    expect(newestRegrouping(new MovesBuilder().fold())).toBe(null)
  })

  it('is one figure in the inspector and among the metrics', () => {
    const [lines] = panels.run
    const told = lines?.kind === 'lines' ? lines.lines(joined().fold()) : null
    expect(told).toContainEqual(['n2 joined: moved', '18 % of all keys so far, 40 % in all; theory 50 %'])
    expect(metricsOf(joined())).toMatchObject({ 'moved.keys_percent': 18 })
  })

  it('is counted in shards while there are no keys', () => {
    const regrouping = newestRegrouping(joined().fold())!
    expect(sharesOf({ ...regrouping, of_keys: 0 })).toEqual({ moved: 0.25, planned: 0.5 })
  })
})

describe('what is seen of moves', () => {
  const underWay = () =>
    new MovesBuilder().join().move(1100, 1, 2).plan(1600, 2, 3).step(1610, 2, 3, 'copying').progress(1700, 2, 3, 10)

  it('is in the headline: who places shards, and how far the furthest move is', () => {
    expect(headlineText(headline(new MovesBuilder().fold())!)).toBe('n1 places 4 shards on 1 group')
    expect(headlineText(headline(underWay().fold())!)).toBe(
      'n1 places 4 shards on 2 groups: shard 3 moves from n1 to n2, 50 % copied'
    )
    const several = underWay().plan(1800, 3, 1).fold()
    expect(headlineText(headline(several)!)).toContain(': 2 shards move; shard 3 moves from n1 to n2, 50 % copied')
  })

  it('is in the inspector: why each moved, and how far it is', () => {
    expect(tableOf(underWay().fold(), 'Moves')).toEqual({
      shown: [
        { cells: ['3', 'n1 → n2', '50 % copied, 90 ms left', 'n2 joined'], marked: true },
        { cells: ['2', 'n1 → n2', 'moved', 'n2 joined'], marked: false }
      ],
      more: null
    })
    const moved = underWay().map(1900, 3, ['n1', 'n1', 'n2', 'n1']).fold()
    expect(tableOf(moved, 'Shards')!.shown).toEqual([{ cells: ['2', '0x80000000', 'n2'], marked: false }])
    expect(panels.figure!(moved, 'n1').value).toBe(3)
  })

  it('is in the charts: a lane for each group, and for each of its moves at once', () => {
    const run = underWay().plan(1650, 3, 1).fold()
    const view = { from_us: 1_000_000, to_us: 1_800_000 }
    const option = JSON.stringify(movesChart.build(run, view, THEMES.light, { width_px: 800, height_px: 200 }))
    expect(option).toContain('"n1","n1 +1","n2"')
    expect(movesOf(run).map(({ lane }) => lane)).toEqual([0, 0, 1])
    const table = JSON.stringify(movesTableChart.build(run, view, THEMES.light, { width_px: 800, height_px: 200 }))
    for (const text of ['shard 3', 'n1 → n2', '50 % copied', '50 ms', 'n2 joined']) expect(table).toContain(text)
  })

  it('is in the charts: who leads each group, the newer of two above', () => {
    const role = (node: string, group: string, name: string, term: number): EventBody => {
      return { kind: 'role', node, group, role: name, term, leader: name === 'leader' ? node : null }
    }
    const builder = new MovesBuilder().at(600, role('n1', 'g1', 'leader', 1)).at(600, role('n2', 'g1', 'follower', 1))
    const run = builder
      .at(900, role('n2', 'g1', 'candidate', 2))
      .at(1000, role('n2', 'g1', 'leader', 2))
      .exit(1200, 'n1')
      .fold()
    const chart = groupLeadersChart('term').build(run, { from_us: 0, to_us: 2_000_000 }, THEMES.light, {
      width_px: 800,
      height_px: 200
    })
    const { yAxis, series } = chart as unknown as { yAxis: { data: string[] }; series: { id: string; data: number[][] }[] }
    expect(yAxis.data).toEqual(['g1', 'placement'])
    expect(series.find(({ id }) => id === 'group-leaders')!.data).toEqual([
      [0.9, 1, 0],
      [0.51, 1.2, 1],
      [0.6, 1, 0],
      // From here on out of date: a strip beside the newer one.
      [1, 1.2, 0],
      [1, 1.2, 0]
    ])
  })

  it('is in tables for export', () => {
    const run = underWay().fold()
    const [moves] = movesFold.tables!(movesFold.of(run)!)
    const rows = [...moves!.rows()].map((row) => Object.fromEntries(moves!.columns.map((name, at) => [name, row[at]])))
    expect(rows[0]).toMatchObject({ move: 1, shard: 2, from: 'n1', to: 'n2', active_s: 1.45, read_only_ms: 50, keys: 20 })
    expect(rows[1]).toMatchObject({ move: 2, active_s: null, read_only_ms: null })
  })
})
