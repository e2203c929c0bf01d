/** Splits and merges as people see them. */
import { describe, expect, it } from 'vitest'
import { createClusterFold, foldCluster } from '../../../src-shared/folds/cluster'
import { createPartitionFold } from '../../../src-shared/folds/partition'
import { WHOLE_RUN } from '../../../src-shared/metrics/metric'
import { ShardMerged, ShardSplit, SplitGivenUp } from '../../../src-shared/protocols/sharded-kv/facts'
import { panels } from '../../../src-shared/protocols/sharded-kv/panels'
import { rangeRows } from '../../../src-shared/protocols/sharded-kv/picture/range-rows'
import { rangeChangesFold } from '../../../src-shared/protocols/sharded-kv/range-changes'
import { rangeMetrics } from '../../../src-shared/protocols/sharded-kv/range-metrics'
import { MovesBuilder } from './move-events'

const CHANGE = { shard: 1, from: '', at: 'k5', to: null, keys: 3, digest: 0, reason: '3 keys, more than 2' }
const STOCK = { left: { keys: 2, digest: 0 }, right: { keys: 1, digest: 0 } }
const split = ShardSplit.of('n1', { ...CHANGE, ...STOCK, epoch: 1, into: 4 })
const merged = ShardMerged.of('n1', { ...CHANGE, ...STOCK, epoch: 2, with: 4, reason: 'merged by hand' })
const kept = SplitGivenUp.of('n1', { epoch: 3, shard: 1, reason: '"k1" has most of its load' })

/** Another copy of the group tells the split again. */
function changed(): MovesBuilder {
  return new MovesBuilder()
    .at(600, split)
    .at(650, { ...split, node: 'n2', group: 'n1' })
    .at(700, merged)
    .at(800, kept)
}

describe('splits and merges', () => {
  it('count once, whoever tells of them', () => {
    const run = { cluster: createClusterFold(), partition: createPartitionFold() }
    const between = { from_us: 650_000, to_us: 750_000 }
    const measurement = rangeMetrics.measure([WHOLE_RUN, between])
    for (const event of changed().events()) {
      foldCluster(run.cluster, event)
      measurement.fold(event, run)
    }
    expect(measurement.figures(WHOLE_RUN, run)).toEqual({ 'splits.done': 1, 'merges.done': 1, 'splits.given_up': 1 })
    expect(measurement.figures(between, run)).toEqual({ 'splits.done': 0, 'merges.done': 1, 'splits.given_up': 0 })
  })

  it('stand in the table of an export, with why they were made', () => {
    const fold = rangeChangesFold.of(changed().fold())!
    const [table] = rangeChangesFold.tables!(fold)
    expect([...table!.rows()]).toEqual([
      [0.6, 1, 'split', 'n1', 1, 4, 'k5', 2, 1, '3 keys, more than 2'],
      [0.7, 2, 'merged', 'n1', 1, 4, 'k5', 2, 1, 'merged by hand'],
      [0.8, 3, 'given up', 'n1', 1, null, null, null, null, '"k1" has most of its load']
    ])
  })

  it('stand beside the node that made them, the newest first', () => {
    const panel = panels.node.find((one) => one.kind === 'table' && one.title === 'Splits and merges')
    const rows = panel?.kind === 'table' ? panel.rows(changed().fold(), 'n1').shown.map(({ cells }) => cells) : []
    expect(rows).toEqual([
      ['1', 'left as it is', '"k1" has most of its load'],
      ['1', 'merged with 4: 2 and 1 key', 'merged by hand'],
      ['1', 'split at "k5" into 4: 2 and 1 key', '3 keys, more than 2']
    ])
  })

  it('are listed beside the picture, the newest first', () => {
    const { shown, more } = rangeRows(changed().fold())
    expect(shown.map(({ epoch, what }) => [epoch, what])).toEqual([
      [3, 'left as it is'],
      [2, 'merged with 4: 2 and 1 key'],
      [1, 'split at "k5" into 4: 2 and 1 key']
    ])
    expect(more).toBe(0)
  })
})
