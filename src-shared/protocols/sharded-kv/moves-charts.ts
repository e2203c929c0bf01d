import type { ChartView } from '../../charts/definition'
import { lanesChart } from '../../charts/kinds/lanes'
import type { LaneBand } from '../../charts/kinds/lanes'
import { tableChart } from '../../charts/kinds/table'
import type { TableRow } from '../../charts/kinds/table'
import type { ChartTheme, Mark } from '../../charts/palette'
import { durationText } from '../../charts/time-scale'
import type { RunFold } from '../../folds/run'
import { mapsFold } from './maps'
import type { MoveStage, ShardMove } from './moves'
import { movesFold, reachedUs, stageAt, stageText, windowSince } from './moves'
import type { MemberReplacement } from './replacements'
import { replacementsFold } from './replacements'

/** Bands drawn at once, the newest: more cannot be told apart. */
const BANDS_MAX = 2000
/** Moves in the table: of the newest. */
const ROWS_MAX = 12

/** A lane for each group: the shards that leave it, one behind the other, shaded by how far they are. */
export const movesChart = lanesChart({
  id: 'shard-moves',
  title: 'Shards on the move',
  subtitle: 'from each group: copied, then without writes (dark) until the new owner serves',
  height_px: 190,
  least_px: 112,
  strip: true,
  applies: (run) => movesFold.of(run) !== null,
  has_data: (run) => (movesFold.of(run)?.moves.length ?? 0) > 0,
  lanes: (run) => lanesOf(run).map(({ group, lane }) => (lane === 0 ? group : `${group} +${lane}`)),
  bands: moveBands,
  empty: 'no shard moved in this stretch'
})

export const movesTableChart = tableChart({
  id: 'moves-told',
  title: 'Why shards move',
  subtitle: 'the newest moves and new members of groups, at the right end of the charts',
  height_px: 220,
  least_px: 150,
  applies: (run) => movesFold.of(run) !== null,
  // Few: each is as wide as the reasons.
  columns: ['from and to', 'how far', 'why'],
  rows: moveRows,
  empty: 'no shard has moved, and no group has another member'
})

interface Lane {
  readonly group: string
  readonly lane: number
}

/** Groups that own, or have given away; each with as many lanes as it had moves at once. */
function lanesOf(run: RunFold): Lane[] {
  const lanes = new Map((mapsFold.of(run)?.current?.groups ?? []).map(({ name }) => [name, 1]))
  for (const { from, lane } of movesFold.of(run)?.moves ?? [])
    if (from !== null) lanes.set(from, Math.max(lanes.get(from) ?? 1, lane + 1))
  return [...lanes].flatMap(([group, count]) => Array.from({ length: count }, (_, lane) => ({ group, lane })))
}

/** The stages in the view, oldest first. */
function moveBands(run: RunFold, view: ChartView): LaneBand[] {
  const places = new Map(lanesOf(run).map(({ group, lane }, place) => [`${group} ${lane}`, place]))
  const until_us = Math.min(view.to_us, run.cluster.now_us)
  const bands = (movesFold.of(run)?.moves.toArray() ?? []).flatMap((move) => {
    const lane = places.get(`${move.from} ${move.lane}`)
    return lane === undefined ? [] : stageBands(move, lane, { ...view, to_us: until_us })
  })
  return bands.slice(-BANDS_MAX)
}

/** From one stage to the next, until the shard is at its new owner or stays. */
function stageBands(move: ShardMove, lane: number, view: Pick<ChartView, 'from_us' | 'to_us'>): LaneBand[] {
  return move.stages.flatMap(({ stage, t_us }, at): LaneBand[] => {
    const from_us = Math.max(t_us, view.from_us)
    const to_us = Math.min(move.stages[at + 1]?.t_us ?? Infinity, view.to_us)
    if (!isUnderWay(stage) || to_us <= from_us) return []
    return [{ lane, from_us, to_us, ...lookOf(stage), texts: textsOf(move, stage), told: toldOf(move, stage) }]
  })
}

type Underway = 'planned' | 'copying' | 'catching-up' | 'read-only' | 'handed-over'

function isUnderWay(stage: MoveStage): stage is Underway {
  return stage !== 'active' && stage !== 'cleaned-up' && stage !== 'cancelled'
}

function lookOf(stage: Underway): Pick<LaneBand, 'mark' | 'style' | 'height'> {
  const mark = MARKS[stage]
  return { mark, style: stage === 'planned' ? 'dashed' : 'filled', height: 0.75 }
}

/** Time without writes stands out, without reads as well even more. */
const MARKS: Readonly<Record<Underway, (theme: ChartTheme) => Mark>> = {
  planned: ({ states }) => states.paused,
  copying: ({ tones }) => tones.slate,
  'catching-up': ({ tones }) => tones.teal,
  'read-only': ({ conditions }) => conditions.disturbed,
  'handed-over': ({ conditions }) => conditions.cut
}

function textsOf({ shard, to }: ShardMove, stage: Underway): string[] {
  return stage === 'copying' ? [`${shard} → ${to}`, `${shard}`] : []
}

function toldOf(move: ShardMove, stage: Underway): string {
  return `shard ${move.shard} from ${move.from} to ${move.to}: ${stageText(move, stage)} · ${move.reason}`
}

interface Told {
  readonly planned_us: number
  readonly is_open: boolean
  readonly row: TableRow
}

/** Those under way at the moment first, then the newest that ended. */
function moveRows(run: RunFold, t_us: number): TableRow[] {
  const moves = (movesFold.of(run)?.moves.toArray() ?? []).map((move) => toldMove(move, t_us))
  const replacements = (replacementsFold.of(run)?.replacements.toArray() ?? []).map((one) => toldReplacement(one, t_us))
  const begun = [...moves, ...replacements].filter(({ planned_us }) => planned_us <= t_us)
  const newest_first = begun.sort((a, b) => Number(b.is_open) - Number(a.is_open) || b.planned_us - a.planned_us)
  return newest_first.slice(0, ROWS_MAX).map(({ row }) => row)
}

function toldMove(move: ShardMove, t_us: number): Told {
  const { shard, from, to, reason, planned_us } = move
  const stage = stageAt(move, t_us) ?? 'planned'
  const cells = [`${from ?? '?'} → ${to ?? '?'}`, `${stageText(move, stage)}${windowText(move, t_us)}`, reason]
  return { planned_us, is_open: isUnderWay(stage), row: { name: `shard ${shard}`, cells } }
}

/** A group that gets another member, in the place of one that died. */
function toldReplacement({ group, member, by, reason, planned_us, whole_us }: MemberReplacement, t_us: number): Told {
  const is_open = whole_us === null || whole_us > t_us
  const far = is_open ? 'catches up' : `whole again after ${durationText((whole_us - planned_us) / 1000)}`
  return { planned_us, is_open, row: { name: `group ${group}`, cells: [`${member} → ${by}`, far, reason] } }
}

/** `, 12 ms without writes`. */
function windowText(move: ShardMove, t_us: number): string {
  const window = windowSince(move, 'read-only')
  if (window === null || window.from_us > t_us || reachedUs(move, 'cancelled') !== null) return ''
  return `, ${durationText((Math.min(window.to_us ?? t_us, t_us) - window.from_us) / 1000)} without writes`
}
