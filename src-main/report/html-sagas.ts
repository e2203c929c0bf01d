/** Sagas that did not go on until somebody helped: what each waited for, and whether it still does. */
import type { RunFold } from '../../src-shared/folds/run'
import { sagasFold, stuckTimes } from '../../src-shared/protocols/saga/sagas'
import { escapeXml } from './draw'
import { count, mark, seconds, table } from './html-parts'
import type { Section } from './html-parts'

/** Rows; others are in the exported events. */
const SHOWN_MAX = 100

/** Null: no saga was stuck. */
export function stuckSagasSection(fold: RunFold): Section | null {
  const sagas = sagasFold.of(fold)
  const times = sagas === null ? [] : stuckTimes(sagas)
  if (times.length === 0) return null
  const rows = times
    .slice(0, SHOWN_MAX)
    .map(({ saga, stuck }) => [
      escapeXml(saga),
      stuck.waits_for,
      escapeXml(stuck.reason),
      escapeXml(stuck.node),
      seconds(stuck.since_us / 1000),
      stuck.until_us === null ? mark('still stuck', 'bad') : seconds(stuck.until_us / 1000)
    ])
  const more = times.length - rows.length
  const note = more > 0 ? `\n<p class="muted">${count(more)} more are in the exported events.</p>` : ''
  const headings = ['Saga*', 'Waits for', 'Fails, as', 'At', 'Since#', 'Until somebody helped#']
  return {
    title: 'Stuck sagas',
    body: table('Sagas that did not go on by themselves, what still is stuck first', headings, rows) + note
  }
}
