import type { RunFold } from '../../folds/run'
import type { Headline } from '../../panels/headline'
import { listOf } from '../../text/list-text'
import { doubtText } from '../transactions/doubts'
import { description } from './description'

const COORDINATOR = description.roles.find(({ name }) => name === 'coordinator')!

/** Who coordinates, and what waits for a decision: "No coordinator: 3 transactions in doubt for 4.2 s". */
export function headline(run: RunFold): Headline | null {
  const { nodes } = run.cluster
  if (nodes.size === 0) return null
  const coordinators = [...nodes.values()].filter(({ process, role }) => process === 'running' && role === COORDINATOR.name)
  const who = coordinators.length > 0 ? `${listOf(coordinators.map(({ id }) => id))} coordinates` : 'No coordinator'
  const doubt = doubtText(run)
  const parts = [{ text: who, name: 'roles' }]
  return {
    ...(coordinators.length > 0 && { look: COORDINATOR.look }),
    parts: doubt === null ? parts : [...parts, { text: `: ${doubt}`, name: 'in-doubt' }]
  }
}
