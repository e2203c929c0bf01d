/** The section of a report that tells of the commit window: which member died when, and who had to wait. */
import { blockedText, cellsOf, describeFindings, MOMENTS, waitOf, WAITS, waitText } from '../../src-shared/commit-window'
import type { CommitWindow, WindowCell } from '../../src-shared/commit-window'
import { description } from '../../src-shared/protocols/atomic-commit/description'
import { escapeXml } from './draw'
import { count, mark, table } from './html-parts'
import type { Section } from './html-parts'

/** The table. `protocol`: of the run that the report is about; of another one than the table's it says nothing. */
export function commitWindowSections(window: CommitWindow, protocol: string = description.name): Section[] {
  if (protocol !== description.name) return []
  const { columns, rows, cells, total } = window
  const headings = [
    'Member and step*',
    ...columns.flatMap(({ title }) => MOMENTS.map((moment) => `${escapeXml(title)}<br><span class="muted">${moment}</span>`))
  ]
  const body = rows.map(({ id, member, title }) => [
    `<span class="muted">${escapeXml(member)}</span> ${escapeXml(title)}`,
    ...cellsOf(window, id).map((cell) => (cell ? cellHtml(cell, member) : '<span class="muted">–</span>'))
  ])
  const missing = total - cells.length
  const unfinished =
    missing === 0 ? '' : `<p>${mark('~ unfinished', 'open')} Runs not done yet: ${count(missing)} of ${count(total)}.</p>`
  const legend = Object.values(WAITS).map(
    ({ glyph, title, explanation, strength }) =>
      `<li><span class="cell ${strength}">${glyph} ${title}</span> <span class="muted">${escapeXml(explanation)}</span></li>`
  )
  const explanations = columns.map(
    ({ id, title, explanation }) =>
      `<dt>${escapeXml(title)} <span class="muted">(${blockedText(window, id)})</span></dt><dd>${escapeXml(explanation)}</dd>`
  )
  return [
    {
      title: 'Crashes during commit',
      body: `<p>One transaction over two participants; the member of the row dies just before or just after its step, and is back
three seconds later. What it had not synced is lost. Each cell is one simulated run: what became of the transaction, and the longest that
somebody who was up was in doubt.</p>
${unfinished}<ul class="legend">${legend.join('')}</ul>
<div class="wide heat">${table('Crashes × ways to commit', headings, body)}</div>
<dl>${explanations.join('')}</dl>`
    }
  ]
}

function cellHtml(cell: WindowCell, member: string): string {
  const { glyph, strength } = WAITS[waitOf(cell)]
  const title = escapeXml(describeFindings(cell, member))
  return `<span class="cell ${strength}" title="${title}"><span><b aria-hidden="true">${glyph}</b> ${cell.outcome}</span> ${waitText(cell)}</span>`
}
