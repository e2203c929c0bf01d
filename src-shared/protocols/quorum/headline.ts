import type { RunFold } from '../../folds/run'
import type { Headline } from '../../panels/headline'

/** That nobody leads, and what is not where it belongs yet: "Leaderless · 12 hints wait · siblings of 2 keys". */
export function headline({ cluster }: RunFold): Headline | null {
  if (cluster.nodes.size === 0) return null
  const sampled = (name: string): number[] => [...cluster.nodes.values()].map(({ values }) => values[name] ?? 0)
  const hints = sampled('hints').reduce((sum, count) => sum + count, 0)
  const siblings = Math.max(...sampled('siblings'))
  const unsettled = [
    ...(hints > 0 ? [`${hints.toLocaleString('en')} ${hints === 1 ? 'hint waits' : 'hints wait'}`] : []),
    ...(siblings > 0 ? [`siblings of ${siblings.toLocaleString('en')} ${siblings === 1 ? 'key' : 'keys'}`] : [])
  ]
  const rest = unsettled.length > 0 ? unsettled.join(' · ') : 'any node answers'
  return { parts: [{ text: 'Leaderless' }, { text: ` · ${rest}`, muted: true }] }
}
