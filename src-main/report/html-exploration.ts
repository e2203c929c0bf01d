/** The page of an exploration: like the report of a run, one HTML file that needs nothing else. */
import { CONSISTENCY_TITLES } from '../../src-shared/consistency'
import { describeStrongest, strengthOf, STRENGTHS } from '../../src-shared/exploration'
import type { CellVerdict, Exploration, ExploredCell, ExplorerColumn, ExplorerRow, Strength } from '../../src-shared/exploration'
import { escapeXml } from './draw'
import { count, mark, page, table } from './html-parts'

const LOOKS = { full: 'good', causal: 'good', weak: 'open', none: 'bad', open: 'open' } as const satisfies Record<
  Strength,
  string
>
const VERDICT_MARKS = {
  holds: mark('✓ holds', 'good'),
  violated: mark('✗ violated', 'bad'),
  undecided: mark('~ undecided', 'open')
}

/** The page as text. `seeds` says which were run, for example `1..3`. */
export function explorationPage(exploration: Exploration, seeds: string): string {
  return page('Consistency explorer', [matrix(exploration, seeds), details(exploration)])
}

function matrix(exploration: Exploration, seeds: string): string {
  const { rows, columns } = exploration
  const body = rows.map((row) => [
    `${escapeXml(row.protocol_title)}<br><b>${escapeXml(row.title)}</b>`,
    ...columns.map((column) => link(cellOf(exploration, row, column)))
  ])
  const legend = Object.values(STRENGTHS).map(({ glyph, title }) => `${glyph} ${title}`)
  const headings = ['Settings', ...columns.map(({ title }) => escapeXml(title))]
  return `<h1>Consistency explorer</h1>
<p>Each cell is a few short simulated runs (seeds ${escapeXml(seeds)}) with the strongest consistency models that held in all of them.
“+1” means that another one held which neither implies nor is implied; “≥” that a stronger one could not be decided.</p>
<p class="muted">${legend.join(' · ')}</p>
${table('Settings × faults: the strongest model held', headings, body)}
<dl>${columns.map(({ title, explanation }) => `<dt>${escapeXml(title)}</dt><dd>${escapeXml(explanation)}</dd>`).join('')}</dl>`
}

function link(cell: ExploredCell | undefined): string {
  if (!cell) return ''
  const strength = strengthOf(cell)
  return `<a href="#${idOf(cell)}">${mark(`${STRENGTHS[strength].glyph} ${describeStrongest(cell)}`, LOOKS[strength])}</a>`
}

function details(exploration: Exploration): string {
  const sections = exploration.rows.flatMap((row) =>
    exploration.columns.flatMap((column) => {
      const cell = cellOf(exploration, row, column)
      return cell ? [detail(cell, row, column)] : []
    })
  )
  return `<section><h2>Each cell</h2>${sections.join('\n')}</section>`
}

function detail(cell: ExploredCell, row: ExplorerRow, column: ExplorerColumn): string {
  const { ok, fail, unknown } = cell.operations
  const trouble = cell.trouble === null ? '' : `<p>${mark('~ not run', 'open')} ${escapeXml(cell.trouble)}</p>`
  const rows = cell.verdicts.map((verdict) => [CONSISTENCY_TITLES[verdict.model], VERDICT_MARKS[verdict.verdict], why(verdict)])
  return `<article class="card" id="${idOf(cell)}"><h3>${escapeXml(`${row.protocol_title} · ${row.title} · ${column.title}`)}</h3>
${trouble}<p>${count(ok)} operations ok, ${count(fail)} failed, ${count(unknown)} unknown.</p>
${table('', ['Model', 'Verdict', 'Why'], rows)}
<details><summary>The run with seed ${cell.seed}</summary><pre>${escapeXml(cell.scenario)}</pre></details></article>`
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
  return `${row}-${column}`
}
