/** Taking versions in: those of this node's clients, and those that others pass on. */
import { append } from '../kit/core'
import { countOf, setCount, slotOf } from '../numbered-updates/origins'
import { rememberOutcome } from '../replicated-log/sessions'
import type { Core } from './core'
import type { Version, VersionRange } from './messages'
import type { HlcState } from './state'
import { addVersion, compareVersions, newestOf } from './store'

type Taken = Pick<VersionRange, 'origin' | 'upto' | 'versions' | 'horizon_us'>

/** Puts the next versions of an origin on disk and into their rows. */
export function takeRange(core: Core, { origin, upto, versions, horizon_us }: Taken): void {
  const { state } = core
  if (versions.length < upto - countOf(state.seen, origin)) core.has_skipped = true
  for (const version of versions) noteOverwritten(core, version)
  append(core, { kind: 'versions', origin, upto, versions, horizon_us })
  state.disk.since_snapshot++
  applyRange(state, { origin, upto, versions, horizon_us })
  core.taken.push(...versions)
}

/** The same again from disk. */
export function applyRange(state: HlcState, { origin, upto, versions, horizon_us }: Taken): void {
  setCount(state.seen, origin, upto)
  state.store.horizon_us = Math.max(state.store.horizon_us, horizon_us)
  for (const version of versions) {
    addVersion(state.store, version, state.switches['tie-by-arrival'] === true)
    rememberDone(state, version.operation)
  }
}

/** A client operation that is done: whoever asks for it again is only told so. */
function rememberDone({ sessions, store }: HlcState, operation: string): void {
  const [client, sequence] = namesOf(operation)
  rememberOutcome(sessions, client, sequence, 'done', store.count)
}

function namesOf(operation: string): [client: string, sequence: number] {
  const colon = operation.lastIndexOf(':')
  return [operation.slice(0, colon), Number(operation.slice(colon + 1))]
}

/**
 * An own write is lost where a greater stamp comes from another client whose node did not have it, or where its own stamp is not the greatest.
 * What that client had read elsewhere nobody tells, so that what it knowingly overwrites may be counted too.
 */
function noteOverwritten({ state, overwritten }: Core, version: Version): void {
  const { slot, nodes, store } = state
  const newest = newestOf(store, version.key)
  if (newest === null) return
  const isOwn = ({ origin }: Version) => slotOf(origin, nodes.length) === slot
  const [lower, upper] = compareVersions(version, newest) > 0 ? [newest, version] : [version, newest]
  const is_same_client = namesOf(lower.operation)[0] === namesOf(upper.operation)[0]
  const is_known = countOf(upper.seen, lower.origin) >= lower.n || (is_same_client && upper === version)
  if (isOwn(lower) && !is_known) overwritten.push(lower.operation)
}
