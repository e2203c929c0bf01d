/** The sections of a report that tell which isolation setting prevents which anomaly, as scripts that were played have shown. */
import { stepText } from '../../src-shared/data-types/transaction/steps'
import { ISOLATION_SETTINGS, SCRIPTED_ANOMALIES } from '../../src-shared/isolation/played'
import type { PlayedAnomaly, PlayedSetting, ScriptedAnomaly } from '../../src-shared/isolation/played'
import { ANOMALY_VERDICTS, anomalyAt, endText } from '../../src-shared/isolation/played-text'
import { description } from '../../src-shared/protocols/atomic-commit/description'
import { escapeXml } from './draw'
import { mark, table } from './html-parts'
import type { Section } from './html-parts'

const NOT_PLAYED = '<span class="muted">–</span>'

/** The table, and what each script's transactions read. `protocol`: of the run that the report is about; of another one than the table's it says nothing. */
export function playedIsolationSections(played: readonly PlayedSetting[], protocol: string = description.name): Section[] {
  if (protocol !== description.name) return []
  const titles = ISOLATION_SETTINGS.map(({ title }) => escapeXml(title))
  const rows = SCRIPTED_ANOMALIES.map((anomaly) => [escapeXml(anomaly.title), ...cellsOf(played, anomaly, verdictHtml)])
  const legend = Object.values(ANOMALY_VERDICTS).map(
    ({ glyph, strength, explanation }) => `<li><span class="cell ${strength}">${glyph}</span> ${escapeXml(explanation)}</li>`
  )
  const errors = played.flatMap(({ error }) => (error === null ? [] : `<p>${mark('~ not run', 'open')} ${escapeXml(error)}</p>`))
  return [
    {
      title: 'Isolation settings and anomalies',
      body: `<p>Ten scripts, each of two or three transactions whose steps interleave so that one anomaly comes about unless the isolation
setting prevents it: one simulated run for each setting, of two-phase commit over three nodes.</p>
${errors.join('')}<ul class="legend">${legend.join('')}</ul>
<div class="wide heat">${table('Anomalies × isolation settings', ['Anomaly*', ...titles], rows)}</div>`
    },
    { title: 'Each script', body: SCRIPTED_ANOMALIES.map((anomaly) => scriptHtml(played, anomaly, titles)).join('\n') }
  ]
}

function cellsOf(
  played: readonly PlayedSetting[],
  { id }: ScriptedAnomaly,
  htmlOf: (anomaly: PlayedAnomaly) => string
): string[] {
  return ISOLATION_SETTINGS.map((setting) => {
    const anomaly = anomalyAt(played, setting.id, id)
    return anomaly === undefined ? NOT_PLAYED : htmlOf(anomaly)
  })
}

function verdictHtml({ verdict }: PlayedAnomaly): string {
  const { glyph, strength } = ANOMALY_VERDICTS[verdict]
  return `<span class="cell ${strength}"><b aria-hidden="true">${glyph}</b> ${verdict}</span>`
}

/** The same transactions under every setting. */
function scriptHtml(played: readonly PlayedSetting[], anomaly: ScriptedAnomaly, titles: readonly string[]): string {
  const transactions = played[0]?.anomalies.find((one) => one.anomaly === anomaly.id)?.transactions ?? []
  const rows = transactions.map(({ client, steps }, place) => [
    `<b>${escapeXml(client)}</b> <code>${escapeXml(steps.map(stepText).join('; '))}</code>`,
    ...cellsOf(played, anomaly, (one) => (one.transactions[place] ? escapeXml(endText(one.transactions[place])) : NOT_PLAYED))
  ])
  return `<details class="card"><summary><h3>${escapeXml(anomaly.title)}</h3></summary>
<p>${escapeXml(anomaly.explanation)}</p>
<div class="wide">${table('', ['Transaction*', ...titles], rows)}</div></details>`
}
