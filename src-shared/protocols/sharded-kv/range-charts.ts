import { tableChart } from '../../charts/kinds/table'
import { mapsFold } from './maps'
import { changeText, rangeChangesFold } from './range-changes'

/** Rows in the table: of the newest. */
const ROWS_MAX = 12

export const rangesTableChart = tableChart({
  id: 'ranges-told',
  title: 'Why ranges are split and merged',
  subtitle: 'the newest, at the right end of the charts',
  height_px: 220,
  least_px: 150,
  applies: (run) => mapsFold.of(run)?.current?.strategy === 'range',
  columns: ['group', 'what', 'why'],
  rows: (run, t_us) => {
    const changes = (rangeChangesFold.of(run)?.changes.toArray() ?? []).filter((change) => change.t_us <= t_us)
    const newest = changes.reverse().slice(0, ROWS_MAX)
    return newest.map((change) => ({ name: `shard ${change.shard}`, cells: [change.group, changeText(change), change.reason] }))
  },
  empty: 'no range was split or merged yet'
})
