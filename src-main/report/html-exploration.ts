/** The sections of a report that tell of an exploration: settings × faults, and what each cell's runs showed. */
import { MODEL_TITLES } from '../../src-shared/consistency'
import { describeStrongest, stalenessText, strengthOf, STRENGTHS } from '../../src-shared/exploration'
import type { CellVerdict, Exploration, ExploredCell, ExplorerColumn, ExplorerRow } from '../../src-shared/exploration'
import { escapeXml } from './draw'
import { count, mark, table } from './html-parts'
import type { Section } from './html-parts'

const VERDICT_MARKS = {
  holds: mark('✓ holds', 'good'),
  violated: mark('✗ violated', 'bad'),
  undecided: mark('~ undecided', 'open')
}

/** An exploration, and which seeds of each cell were run, for example `1..3`. */
export interface ReportedExploration {
  readonly exploration: Exploration
  readonly seeds: string
}

/** The matrix and its cells. `protocol`: of the run that the report is about, whose rows come first. */
export function explorationSections({ exploration, seeds }: ReportedExploration, protocol?: string): Section[] {
  const { rows, columns, cells, total } = exploration
  const own = rows.filter((row) => row.protocol === protocol)
  const others = rows.filter((row) => row.protocol !== protocol)
  const ordered = { rows: [...own, ...others], columns, cells, total }
  return [matrix(ordered, seeds, protocol), details(ordered)]
}

function matrix(exploration: Exploration, seeds: string, protocol: string | undefined): Section {
  const { rows, columns, cells, total } = exploration
  const body = rows.map((row) => [
    `${rowName(row)}${row.protocol === protocol ? '<br><span class="muted">▸ this run’s protocol</span>' : ''}`,
    ...columns.map((column) => link(cellOf(exploration, row, column)))
  ])
  const legend = Object.entries(STRENGTHS).map(
    ([strength, { glyph, title, explanation }]) =>
      `<li><span class="cell ${strength}">${glyph} ${title}</span> <span class="muted">${escapeXml(explanation)}</span></li>`
  )
  const headings = ['Settings*', ...columns.map(({ title }) => escapeXml(title))]
  const missing = total - cells.length
  const unfinished =
    missing === 0 ? '' : `<p>${mark('~ unfinished', 'open')} Cells not explored yet: ${count(missing)} of ${count(total)}.</p>`
  return {
    title: 'Consistency explorer',
    body: `<p>Each cell is a few short simulated runs (seeds ${escapeXml(seeds)}) with the strongest consistency models that held in all of
them. “+1” means that another one held which neither implies nor is implied; “≥” that a stronger one could not be decided.</p>
${unfinished}<ul class="legend">${legend.join('')}</ul>
<div class="wide heat">${table('Settings × faults: the strongest model held', headings, body)}</div>
<dl>${columns.map(({ title, explanation }) => `<dt>${escapeXml(title)}</dt><dd>${escapeXml(explanation)}</dd>`).join('')}</dl>`
  }
}

function rowName({ protocol_title, title }: ExplorerRow): string {
  return `<span class="muted">${escapeXml(protocol_title)}</span><br>${escapeXml(title)}`
}

function link(cell: ExploredCell | undefined): string {
  return cell ? `<a href="#${idOf(cell)}">${strongest(cell)}</a>` : '<span class="muted">–</span>'
}

/** Filled as the explorer of the lab fills it. */
function strongest(cell: ExploredCell): string {
  const strength = strengthOf(cell)
  return `<span class="cell ${strength}"><b aria-hidden="true">${STRENGTHS[strength].glyph}</b> ${describeStrongest(cell)}</span>`
}

function details(exploration: Exploration): Section {
  const cells = exploration.rows.flatMap((row) =>
    exploration.columns.flatMap((column) => {
      const cell = cellOf(exploration, row, column)
      return cell ? [detail(cell, row, column)] : []
    })
  )
  return { title: 'Each cell of the explorer', body: cells.join('\n') }
}

function detail(cell: ExploredCell, row: ExplorerRow, column: ExplorerColumn): string {
  const { ok, fail, unknown } = cell.operations
  const error = cell.error === null ? '' : `<p>${mark('~ not run', 'open')} ${escapeXml(cell.error)}</p>`
  const explanation = row.explanation === undefined ? '' : `<p>${escapeXml(row.explanation)}</p>`
  const staleness = cell.staleness === null ? '' : `<p>${escapeXml(stalenessText(cell.staleness))}.</p>`
  const rows = cell.verdicts.map((verdict) => [MODEL_TITLES[verdict.model], VERDICT_MARKS[verdict.verdict], why(verdict)])
  const name = escapeXml(`${row.protocol_title} · ${row.title} · ${column.title}`)
  return `<details class="card" id="${idOf(cell)}"><summary><h3>${name}</h3> ${strongest(cell)}</summary>
${error}${explanation}<p>${count(ok)} operations ok, ${count(fail)} failed, ${count(unknown)} unknown.</p>${staleness}
${table('', ['Model*', 'Verdict', 'Why'], rows)}
<details><summary>The run with seed ${cell.seed}</summary><pre>${escapeXml(cell.scenario)}</pre></details></details>`
}

function why({ text, seed, lines }: CellVerdict): string {
  const shown = seed === null ? '' : ` <span class="muted">Seed ${seed}.</span>`
  const example =
    lines.length > 0 ? `<details><summary>Counterexample</summary><pre>${escapeXml(lines.join('\n'))}</pre></details>` : ''
  return escapeXml(text) + shown + example
}

function cellOf({ cells }: Exploration, row: ExplorerRow, column: ExplorerColumn): ExploredCell | undefined {
  return cells.find((cell) => cell.row === row.id && cell.column === column.id)
}

function idOf({ row, column }: ExploredCell): string {
  return `cell-${row}-${column}`
}
