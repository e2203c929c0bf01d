/** The wait-for graph of the last deadlock, as a table. */
import type { RunFold } from '../../src-shared/folds/run'
import { waitsFold } from '../../src-shared/protocols/transactions/execution/waits'
import { escapeXml } from './draw'
import { seconds, table } from './html-parts'
import type { Section } from './html-parts'

/** Null: no deadlock was broken. */
export function waitsSection(fold: RunFold): Section | null {
  const deadlock = waitsFold.of(fold)?.last_deadlock ?? null
  if (deadlock === null) return null
  const { t_us, victim, policy, waits } = deadlock
  const rows = waits.map(({ transaction, waits_for, on, node, from_us }) => [
    escapeXml(transaction) + (transaction === victim ? ' (victim)' : ''),
    escapeXml(waits_for) + (waits_for === victim ? ' (victim)' : ''),
    `<code>${escapeXml(on)}</code>`,
    escapeXml(node),
    seconds(from_us / 1000)
  ])
  const caption = `At ${seconds(t_us / 1000)} ${escapeXml(victim)} was made to abort (${escapeXml(policy)}); who waited for whom then`
  return { title: 'Who waited for whom', body: table(caption, ['Waits*', 'For', 'Key', 'At', 'Since#'], rows) }
}
