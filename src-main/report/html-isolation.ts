/** What a history of transactions shows: its anomalies, the smallest cycle of each, and the isolation models that these rule out. */
import { cycleGraph, cycleText } from '../../src-shared/charts/cycle'
import { graphPicture } from '../../src-shared/charts/graph-shapes'
import { THEMES } from '../../src-shared/charts/palette'
import { ANOMALY_TITLES, forbiddenBy } from '../../src-shared/isolation/anomalies'
import { EDGE_TITLES, edgeName, transactionName } from '../../src-shared/isolation/finding'
import type { AnomalyFinding } from '../../src-shared/isolation/finding'
import { ISOLATION_MODELS, ISOLATION_TITLES } from '../../src-shared/isolation/models'
import { COUNT_BOUNDS } from '../checkers/linearizability/budget'
import { anomaliesOf } from '../checkers/isolation/judge'
import { whyIncomplete } from '../lab/results/whole-history'
import type { RunReport } from '../lab/run/session'
import { escapeXml, standaloneSvg } from './draw'
import { mark, table } from './html-parts'
import type { Section } from './html-parts'

const WIDTH_PX = 640
/** A cycle of two needs less room than a ring. */
const HEIGHT_PX = { two: 130, ring: 260 }

/** Null: the history shows no anomaly, is not one of transactions, or not whole. */
export function isolationSection(report: RunReport): Section | null {
  if (whyIncomplete(report) !== null) return null
  const findings = anomaliesOf(report.history, COUNT_BOUNDS) ?? []
  if (findings.length === 0) return null
  const words =
    'Each anomaly with its smallest example. An arrow leads from a transaction to one that must come after it; a circle means that no order of the transactions explains what they read.'
  return {
    title: 'Isolation',
    body: `<p class="muted">${words}</p>\n${modelsTable(findings)}\n${findings.map(article).join('\n')}`
  }
}

/** A model that nothing rules out need not hold: the checks say what does. */
function modelsTable(findings: readonly AnomalyFinding[]): string {
  const rows = ISOLATION_MODELS.map((model) => {
    const forbidden = forbiddenBy(model)
    const found = findings.filter(({ anomaly }) => forbidden.has(anomaly)).map(({ anomaly }) => anomaly)
    const verdict = found.length > 0 ? mark('✗ violated', 'bad') : mark('not ruled out', 'open')
    return [ISOLATION_TITLES[model], verdict, found.join(', ') || 'none']
  })
  return table('What the anomalies rule out, strongest model first', ['Model*', 'Verdict', 'Anomalies that it forbids'], rows)
}

function article({ anomaly, text, cycle, lines }: AnomalyFinding): string {
  const title = `${ANOMALY_TITLES[anomaly]} (${anomaly})`
  return `<article class="card"><h3>${escapeXml(title)}</h3><p>${escapeXml(text)}</p>
${cycle.length > 0 ? cycleFigure(anomaly, title, cycle) : ''}<pre>${escapeXml(lines.join('\n'))}</pre></article>`
}

function cycleFigure(anomaly: string, title: string, cycle: AnomalyFinding['cycle']): string {
  const size = { width_px: WIDTH_PX, height_px: cycle.length > 2 ? HEIGHT_PX.ring : HEIGHT_PX.two }
  const draw = (theme: 'light' | 'dark'): string => {
    const named = { id: `cycle-${anomaly}-${theme}`, title, description: cycleText(cycle) }
    return `<div class="in-${theme}">${standaloneSvg(graphPicture(cycleGraph(cycle), THEMES[theme], size), size, named)}</div>`
  }
  const rows = cycle.map((edge) => [
    `${escapeXml(transactionName(edge.from))} → ${escapeXml(transactionName(edge.to))}`,
    `<code>${escapeXml(edgeName(edge))}</code><br><span class="muted">${EDGE_TITLES[edge.kind]}</span>`,
    escapeXml(edge.text)
  ])
  const edges = table('Why each must come before the next', ['Order*', 'Edge', 'Why'], rows)
  return `<figure>${draw('light')}${draw('dark')}</figure>\n${edges}`
}
