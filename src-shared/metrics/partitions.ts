/** What partitions did to clients. */
import { outcomeOf } from '../folds/operations'
import { createSplitsFold, foldSplits } from '../folds/splits'
import type { Answers, Side } from '../folds/splits'
import { countLostWrites, divergedKeys } from '../folds/surviving-writes'
import { isWithin, metricsPerSpan } from './metric'
import type { Metrics } from './metric'

/** Shares count what was answered while the partition was on; nothing where there was no partition, or nobody asked. */
export const partitionMetrics = metricsPerSpan({
  descriptions: [
    { name: 'majority.answered_share', title: 'Answered on a side with most nodes, share of what it was asked', unit: '' },
    { name: 'majority.reads_answered_share', title: 'Reads answered on a side with most nodes, share', unit: '' },
    { name: 'majority.writes_answered_share', title: 'Writes answered on a side with most nodes, share', unit: '' },
    { name: 'minority.answered_share', title: 'Answered on a side with fewer nodes, share of what it was asked', unit: '' },
    { name: 'minority.reads_answered_share', title: 'Reads answered on a side with fewer nodes, share', unit: '' },
    { name: 'minority.writes_answered_share', title: 'Writes answered on a side with fewer nodes, share', unit: '' },
    { name: 'partition.diverged_keys', title: 'Keys that two sides of a partition took writes for', unit: '' },
    {
      name: 'partition.writes_lost',
      title: 'Writes acknowledged on one side of a partition that gave way to those of another',
      unit: ''
    }
  ],
  create: createSplitsFold,
  fold(splits, event, span, run) {
    // Partitions are those of the whole run; of operations those count that were completed within the span.
    if (isWithin(event.t, span) || outcomeOf(event) === null) foldSplits(splits, event, run, 0)
  },
  figures({ splits }) {
    if (splits.length === 0) return {}
    const sides = splits.flatMap((split) => split.sides)
    const told = splits.filter(({ bridged }) => !bridged)
    return {
      ...sharesOf(
        'majority',
        sides.filter(({ majority }) => majority)
      ),
      ...sharesOf(
        'minority',
        sides.filter(({ majority }) => !majority)
      ),
      'partition.diverged_keys': told.reduce((sum, { writes }) => sum + divergedKeys(writes), 0),
      'partition.writes_lost': told.reduce((sum, { writes }) => sum + countLostWrites(writes), 0)
    }
  }
})

function sharesOf(name: 'majority' | 'minority', sides: readonly Side[]): Metrics {
  const reads = sides.map((side) => side.reads)
  const writes = sides.map((side) => side.writes)
  return {
    ...shareOf(`${name}.answered_share`, [...reads, ...writes]),
    ...shareOf(`${name}.reads_answered_share`, reads),
    ...shareOf(`${name}.writes_answered_share`, writes)
  }
}

function shareOf(name: string, all: readonly Answers[]): Metrics {
  const answered = all.reduce((sum, one) => sum + one.answered, 0)
  const asked = all.reduce((sum, one) => sum + one.answered + one.errors + one.unknown + one.late, 0)
  return asked === 0 ? {} : { [name]: answered / asked }
}
