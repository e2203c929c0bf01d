/** The picture that a run's report begins with, and the table of what the cluster could not do. */
import { findProtocol } from '../../src-node/protocols/registry'
import { wholeView } from '../../src-shared/charts/definition'
import { outagesIn } from '../../src-shared/charts/outages'
import { THEMES } from '../../src-shared/charts/palette'
import { timeText } from '../../src-shared/charts/time-scale'
import { quorumText } from '../../src-shared/folds/reachability'
import type { PartitionStep } from '../../src-shared/folds/partition'
import type { RunFold } from '../../src-shared/folds/run'
import { capitalised } from '../../src-shared/text/capitalised'
import { listOf } from '../../src-shared/text/list-text'
import { nameRanges } from '../../src-shared/text/name-ranges'
import type { RunReport } from '../lab/run/session'
import { clusterPicture } from './cluster-picture'
import { escapeXml } from './draw'
import { table } from './html-parts'
import type { Section } from './html-parts'
import { clusterAt, worstMoment } from './worst-moment'

/** Nothing where nothing was ever wrong. */
export function worstMomentFigure({ result, events }: RunReport, fold: RunFold): string {
  const worst = worstMoment(fold)
  if (worst === null) return ''
  const { t_us, step } = worst
  const cluster = clusterAt(events, t_us, findProtocol(result.protocol).description)
  const outages = outagesIn(fold, wholeView(fold)).filter(({ from_us, to_us }) => from_us <= t_us && to_us >= t_us)
  const facts = [...groupTexts(step), ...outages.map(({ texts }) => texts[0]!)]
  const words = `The worst moment, at ${timeText(Math.round(t_us / 1000) / 1000)}: ${facts.join('; ')}.`
  const draw = (theme: 'light' | 'dark'): string =>
    `<div class="in-${theme}">${clusterPicture(step, cluster, THEMES[theme], words)}</div>`
  return `<figure>\n${draw('light')}\n${draw('dark')}\n<figcaption>${escapeXml(words)}</figcaption>\n</figure>`
}

/** `n1 n2: no quorum (2 of 5)` for each group, and who is down. */
function groupTexts({ nodes, groups, reach }: PartitionStep): string[] {
  const texts = groups.map(({ nodes: own, quorum }) => {
    const size = `${own.length} of ${nodes.length}`
    return `${nameRanges(nodes, own)}: ${quorumText(quorum) === '' ? size : `${quorumText(quorum)} (${size})`}`
  })
  const down = nodes.filter((_, i) => reach[i]!.reach === 'down')
  return down.length > 0 ? [...texts, `${listOf(down)} down`] : texts
}

/** Every outage, however short. */
export function outagesSection(fold: RunFold): Section | null {
  const rows = outagesIn(fold, wholeView(fold)).map(({ from_us, texts }) => [
    timeText(Math.round(from_us / 1000) / 1000),
    escapeXml(capitalised(texts[0]!))
  ])
  if (rows.length === 0) return null
  return {
    title: 'Outages',
    body: table('When the cluster could not do its work', ['From*', 'What it lacked, and how long'], rows)
  }
}
