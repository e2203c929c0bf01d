/** The picture that a run's report begins with, and the table of what the cluster could not do. */
import { wholeView } from '../../src-shared/charts/definition'
import { outagesIn } from '../../src-shared/charts/outages'
import { THEMES } from '../../src-shared/charts/palette'
import { timeText } from '../../src-shared/charts/time-scale'
import { quorumText } from '../../src-shared/folds/reachability'
import { NODES_MAX } from '../../src-shared/engine'
import type { ChartTheme } from '../../src-shared/charts/palette'
import type { ReachStep } from '../../src-shared/folds/partition'
import type { RunFold } from '../../src-shared/folds/run'
import { capitalised } from '../../src-shared/text/capitalised'
import { counted } from '../../src-shared/text/counted'
import { nameRanges } from '../../src-shared/text/name-ranges'
import { descriptionNamed } from '../../src-shared/protocols/registry'
import type { RunReport } from '../lab/run/session'
import { clusterPicture } from './cluster-picture'
import { escapeXml } from './draw'
import { table } from './html-parts'
import { ringPicture } from './ring-picture'
import type { Section } from './html-parts'
import { clusterAt, worstMoment } from './worst-moment'

/** Told in words, the largest. */
const GROUPS_MAX = 6

/** Nothing where nothing was ever wrong. */
export function worstMomentFigure({ result, events }: RunReport, fold: RunFold): string {
  const description = descriptionNamed(result.protocol)
  const worst = worstMoment(fold, events, description)
  if (worst === null) return ''
  const { t_us, step } = worst
  const then = clusterAt(events, t_us, description)
  const outages = outagesIn(fold, wholeView(fold)).filter(({ from_us, to_us }) => from_us <= t_us && to_us >= t_us)
  const facts = [...groupTexts(step), ...outages.map(({ texts }) => texts[0]!)]
  const words = `The worst moment, at ${timeText(Math.round(t_us / 1000) / 1000)}: ${facts.join('; ')}.`
  const links = then.partition.steps.at(-1)
  const picture = (theme: ChartTheme): string =>
    links === undefined || step.nodes.length > NODES_MAX.processes
      ? ringPicture(then, theme, words)
      : clusterPicture(links, then.cluster, theme, words)
  const draw = (theme: 'light' | 'dark'): string => `<div class="in-${theme}">${picture(THEMES[theme])}</div>`
  return `<figure>\n${draw('light')}\n${draw('dark')}\n<figcaption>${escapeXml(words)}</figcaption>\n</figure>`
}

/** `n1 n2: no quorum (2 of 5)` for each group, and who is down. */
function groupTexts({ nodes, groups, reach }: ReachStep): string[] {
  const largest = [...groups].sort((a, b) => b.nodes.length - a.nodes.length).slice(0, GROUPS_MAX)
  const texts = largest.map(({ nodes: own, quorum }) => {
    const size = `${own.length} of ${nodes.length}`
    return `${nameRanges(nodes, own)}: ${quorumText(quorum) === '' ? size : `${quorumText(quorum)} (${size})`}`
  })
  const more = groups.length - largest.length
  const down = nodes.filter((_, i) => reach[i]!.reach === 'down')
  return [
    ...texts,
    ...(more > 0 ? [`and ${counted(more, 'smaller group')}`] : []),
    ...(down.length > 0 ? [`${nameRanges(nodes, down)} down`] : [])
  ]
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
