/** CAP summary: during the longest partition of each run, which side answered reads and writes, and what diverged or was lost. */
import { durationText } from '../charts/time-scale'
import type { ComparedRun } from './comparison'
import { figuresOf } from './comparison'
import { divergedKeys } from './surviving-writes'
import type { Answers, Side, Split } from './splits'
import { longestSplits } from './splits'

/** `✓` it answered, `✗` it answered nobody who asked, `~` some of them, `–` nobody asked. */
export type SideMark = '✓' | '✗' | '~' | '–'

/** The marks as words. */
export const SIDE_TEXTS: Readonly<Record<SideMark, string>> = {
  '✓': 'serves',
  '✗': 'stalls',
  '~': 'serves in part',
  '–': 'not asked'
}

/** What is in flight when the links are cut is lost to everybody: such a share of answers counts as serving. */
const SERVES_SHARE_MIN = 0.9

/** One cell: a mark, and what it stands for. */
export interface AnswerCell {
  readonly mark: SideMark
  readonly text: string
}

/** One line of the panel, with a cell for each run. */
export interface AnswerRow {
  readonly name: string
  readonly title: string
  /** Lines of the same group stand together under its title; null: it stands alone. */
  readonly group: string | null
  readonly cells: readonly AnswerCell[]
}

/** Lines of the panel; none where no run had a partition. */
export function answerRows(runs: readonly ComparedRun[]): AnswerRow[] {
  const splits = runs.map(({ comparison, fold }) => longestSplits(comparison.splits, fold, 1)[0] ?? null)
  if (splits.every((split) => split === null)) return []
  const sideRows = (kind: 'majority' | 'minority', title: string): AnswerRow[] => {
    const sides = splits.map((split) => split?.sides.filter(({ majority }) => majority === (kind === 'majority')) ?? [])
    if (sides.every((run_sides) => run_sides.length === 0)) return []
    const group = `${title}${namesOf(sides)}`
    return (['reads', 'writes'] as const).map((what) => ({
      name: `${kind}-${what}`,
      title: what === 'reads' ? 'Reads' : 'Writes',
      group,
      cells: sides.map((run_sides) => shareCell(run_sides.map((side) => side[what])))
    }))
  }
  const row = (name: string, title: string, cellOf: (run: ComparedRun, split: Split) => AnswerCell): AnswerRow => ({
    name,
    title,
    group: null,
    cells: runs.map((run, i) => (splits[i] ? cellOf(run, splits[i]) : { mark: '–', text: 'no partition' }))
  })
  return [
    ...sideRows('majority', 'Larger side'),
    ...sideRows('minority', 'Smaller side'),
    row('diverged', 'What diverged', (_, split) => divergedCell(split)),
    row('lost', 'Acknowledged writes lost', lostCell),
    row('healed', 'Alike again', (_, split) => healedCell(split))
  ]
}

/** How a side's answers are to be taken. */
export function markOf(all: readonly Answers[]): SideMark {
  const share = answeredShare(all)
  if (share === null) return '–'
  if (share === 0) return '✗'
  return share >= SERVES_SHARE_MIN ? '✓' : '~'
}

/** null: nobody asked. */
function answeredShare(all: readonly Answers[]): number | null {
  const answered = all.reduce((sum, one) => sum + one.answered, 0)
  const asked = all.reduce((sum, one) => sum + one.answered + one.errors + one.unknown + one.late, 0)
  return asked === 0 ? null : answered / asked
}

function shareCell(all: readonly Answers[]): AnswerCell {
  const mark = markOf(all)
  const share = answeredShare(all)
  return { mark, text: share === null ? 'no client is there' : `${percent(share)} answered` }
}

/** Rounded so that 100 % means all and 0 % means none. */
function percent(share: number): string {
  const rounded = Math.round(share * 100)
  return `${share > 0 && share < 1 ? Math.min(99, Math.max(1, rounded)) : rounded} %`
}

function divergedCell({ writes, conflicts, bridged, lost }: Split): AnswerCell {
  const keys = bridged ? 0 : divergedKeys(writes)
  if (keys > 0) return { mark: '✗', text: `${keys} ${keys === 1 ? 'key' : 'keys'} written on both sides` }
  if (conflicts > 0) return { mark: '✗', text: `${conflicts} log positions` }
  if (lost > 0) return { mark: '✗', text: `${lost} acknowledged ${lost === 1 ? 'write' : 'writes'} of one side` }
  return { mark: '✓', text: 'nothing' }
}

function lostCell(run: ComparedRun): AnswerCell {
  const { lost = null } = figuresOf(run)
  if (lost === null) return { mark: '–', text: 'not known' }
  return { mark: lost === 0 ? '✓' : '✗', text: lost === 0 ? 'none' : lost.toLocaleString('en') }
}

function healedCell({ end_us, converged_us }: Split): AnswerCell {
  if (end_us === null) return { mark: '–', text: 'cut to the end' }
  if (converged_us === null) return { mark: '~', text: 'not seen before the end' }
  const after_ms = (converged_us - end_us) / 1000
  return { mark: '✓', text: after_ms === 0 ? 'at once' : `${durationText(after_ms)} after the cut` }
}

/** Where all runs mean the same nodes. */
function namesOf(sides: readonly (readonly Side[])[]): string {
  const names = new Set(
    sides
      .filter((run_sides) => run_sides.length > 0)
      .map((run_sides) => run_sides.map(({ nodes }) => nodes.join(', ')).join(' · '))
  )
  return names.size === 1 ? ` (${[...names][0]})` : ''
}
