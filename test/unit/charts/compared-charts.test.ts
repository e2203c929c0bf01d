import { expect, it } from 'vitest'
import { comparedCharts } from '../../../src-shared/charts/comparison'
import { createRunFold } from '../../../src-shared/folds/run'
import { raft } from '../../../src-shared/protocols/raft'
import { MovesBuilder } from '../sharded-kv/move-events'

const sharded = (letter: string, builder: MovesBuilder) => ({ letter, fold: builder.fold(), protocol: 'sharded-kv' })
const moves = 'Shards on the move'
const titles = ({ strips }: ReturnType<typeof comparedCharts>) => strips.map(({ chart }) => chart.title)

it('leaves out what no run has anything of, and says so', () => {
  const shown = comparedCharts([sharded('A', new MovesBuilder().join()), sharded('B', new MovesBuilder())])
  expect(titles(shown)).not.toContain(moves)
  expect(shown.left_out).toContain(moves)
})

it('keeps the strip of a run that has nothing where another run has something', () => {
  const shown = comparedCharts([sharded('A', new MovesBuilder().join().move(1100, 1, 2)), sharded('B', new MovesBuilder())])
  expect(titles(shown).filter((title) => title === moves)).toHaveLength(2)
  expect(shown.left_out ?? '').not.toContain(moves)
})

it('overlays nothing where no operation completed', () => {
  const { overlaid, left_out } = comparedCharts([{ letter: 'A', fold: createRunFold(raft), protocol: 'raft' }])
  expect(overlaid).toEqual([])
  expect(left_out).toContain('Throughput')
})
