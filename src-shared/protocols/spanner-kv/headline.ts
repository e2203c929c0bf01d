import type { RunFold } from '../../folds/run'
import type { Headline, HeadlinePart } from '../../panels/headline'
import { listOf } from '../../text/list-text'
import { commitsFold, newestCommit } from './commits'
import { description } from './description'

const LEADER = description.roles.find(({ name }) => name === 'leader')!

/** Who leads which group, and what the doubt about time costs: "n1 leads g1, n2 leads g2 · ε 4 ms, writes wait 8 ms". */
export function headline(run: RunFold): Headline | null {
  const { nodes } = run.cluster
  if (nodes.size === 0) return null
  const led = [...nodes.values()].flatMap(({ id, groups }) => {
    const own = [...groups].flatMap(([group, { duty }]) => (duty === 'leads' ? [group] : []))
    return own.length > 0 ? [`${id} leads ${listOf(own)}`] : []
  })
  const who: HeadlinePart = { text: led.length === 0 ? 'No group has a leader' : led.join(', '), name: 'leader' }
  const cost = costText(run)
  return { ...(led.length > 0 && { look: LEADER.look }), parts: cost === null ? [who] : [who, { text: cost, name: 'wait' }] }
}

function costText(run: RunFold): string | null {
  const commits = commitsFold.of(run)
  const newest = commits && newestCommit(commits)
  return newest ? ` · ε ${msText(newest.data.epsilon_ms)}, writes wait ${msText(newest.data.wait_ms)}` : null
}

export function msText(ms: number): string {
  return `${ms.toLocaleString('en', { maximumFractionDigits: 2 })} ms`
}
