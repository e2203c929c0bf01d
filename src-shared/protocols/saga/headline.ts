import { durationText } from '../../charts/time-scale'
import type { RunFold } from '../../folds/run'
import type { Headline } from '../../panels/headline'
import { counted } from '../../text/counted'
import { listOf } from '../../text/list-text'
import { description } from './description'
import type { SagaPart } from './sagas'
import { halfDone, sagasFold, stuckSagas } from './sagas'
import { BOOKINGS } from './steps'

const LOOK = description.roles.find(({ name }) => name === BOOKINGS)!.look

/** Who takes bookings, and what is half done or stuck: "orchestrator takes bookings: 2 sagas half done, 1 stuck". */
export function headline(run: RunFold): Headline | null {
  const { nodes } = run.cluster
  if (nodes.size === 0) return null
  const desks = [...nodes.values()].filter(({ process, role }) => process === 'running' && role === BOOKINGS)
  const who = desks.length > 0 ? `${listOf(desks.map(({ id }) => id))} takes bookings` : 'Nobody takes bookings'
  const told = [halfText(run), stuckText(run)].filter((text) => text !== null)
  const parts = [{ text: who, name: 'roles' }]
  return {
    ...(desks.length > 0 && { look: LOOK }),
    parts: told.length === 0 ? parts : [...parts, { text: `: ${told.join('; ')}`, name: 'half-done' }]
  }
}

/** Sagas that readers may see half done now. */
export function halfDoneSagas(run: RunFold): SagaPart[] {
  return [...(sagasFold.of(run)?.by_name.values() ?? [])].filter((saga) => saga.to_us === null && halfDone(saga)?.to_us === null)
}

function halfText(run: RunFold): string | null {
  const half = halfDoneSagas(run)
  return half.length === 0 ? null : `${counted(half.length, 'saga')} half done`
}

function stuckText(run: RunFold): string | null {
  const fold = sagasFold.of(run)
  const [longest, ...others] = fold === null ? [] : stuckSagas(fold)
  if (longest === undefined) return null
  const since = durationText((run.cluster.now_us - longest.stuck.since_us) / 1000)
  return `${counted(others.length + 1, 'saga')} stuck, the first for ${since}`
}
