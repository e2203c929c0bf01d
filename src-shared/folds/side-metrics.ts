/** What partitions did to clients, as figures: for expectations, results and comparisons. */
import { divergedKeys, countLostWrites } from './surviving-writes'
import type { Answers, Side, SplitsFold } from './splits'

export const SIDE_METRICS = [
  { name: 'majority.answered_share', title: 'Answered on a side with most nodes, share of what it was asked' },
  { name: 'majority.reads_answered_share', title: 'Reads answered on a side with most nodes, share' },
  { name: 'majority.writes_answered_share', title: 'Writes answered on a side with most nodes, share' },
  { name: 'minority.answered_share', title: 'Answered on a side with fewer nodes, share of what it was asked' },
  { name: 'minority.reads_answered_share', title: 'Reads answered on a side with fewer nodes, share' },
  { name: 'minority.writes_answered_share', title: 'Writes answered on a side with fewer nodes, share' },
  { name: 'partition.diverged_keys', title: 'Keys that two sides of a partition took writes for' },
  { name: 'partition.writes_lost', title: 'Writes acknowledged on one side of a partition that gave way to those of another' }
] as const

/** Shares count what was answered while the partition was on; nothing where there was no partition, or nobody asked. */
export function sideMetrics({ splits }: SplitsFold): Record<string, number> {
  if (splits.length === 0) return {}
  const sides = splits.flatMap((split) => split.sides)
  return {
    ...sharesOf(
      'majority',
      sides.filter(({ majority }) => majority)
    ),
    ...sharesOf(
      'minority',
      sides.filter(({ majority }) => !majority)
    ),
    'partition.diverged_keys': splits.reduce((sum, { writes, bridged }) => sum + (bridged ? 0 : divergedKeys(writes)), 0),
    'partition.writes_lost': splits.reduce((sum, { writes, bridged }) => sum + (bridged ? 0 : countLostWrites(writes)), 0)
  }
}

function sharesOf(name: 'majority' | 'minority', sides: readonly Side[]): Record<string, number> {
  const reads = sides.map((side) => side.reads)
  const writes = sides.map((side) => side.writes)
  return {
    ...shareOf(`${name}.answered_share`, [...reads, ...writes]),
    ...shareOf(`${name}.reads_answered_share`, reads),
    ...shareOf(`${name}.writes_answered_share`, writes)
  }
}

function shareOf(name: string, all: readonly Answers[]): Record<string, number> {
  const answered = all.reduce((sum, one) => sum + one.answered, 0)
  const asked = all.reduce((sum, one) => sum + one.answered + one.errors + one.unknown + one.late, 0)
  return asked === 0 ? {} : { [name]: answered / asked }
}
