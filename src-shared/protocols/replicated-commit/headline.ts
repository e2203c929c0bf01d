import type { RunFold } from '../../folds/run'
import type { Headline } from '../../panels/headline'
import { listOf } from '../../text/list-text'
import { doubtText } from '../transactions/doubts'
import { description } from './description'

const LEADER = description.roles.find(({ name }) => name === 'leader')!

/** Who leads which group, and what waits for an outcome: "n1 leads g1 and g2, n2 leads g3: 1 transaction in doubt for 0.6 s". */
export function headline(run: RunFold): Headline | null {
  const { nodes } = run.cluster
  if (nodes.size === 0) return null
  const led = [...nodes.values()].flatMap(({ id, groups }) => {
    const own = [...groups].flatMap(([group, { duty }]) => (duty === 'leads' ? [group] : []))
    return own.length > 0 ? [`${id} leads ${listOf(own)}`] : []
  })
  const who = { text: led.length === 0 ? 'No group has a leader' : led.join(', '), name: 'leader' }
  const doubt = doubtText(run)
  return {
    ...(led.length > 0 && { look: LEADER.look }),
    parts: doubt === null ? [who] : [who, { text: `: ${doubt}`, name: 'in-doubt' }]
  }
}
