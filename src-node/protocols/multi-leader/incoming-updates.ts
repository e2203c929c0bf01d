/** Taking updates in, each once and in its leader's order: those of this node's clients, and those that others pass on. */
import type { NodeId } from '../../../src-shared/ids'
import { rememberOutcome } from '../replicated-log/sessions'
import { append, note } from '../kit/core'
import type { Core } from './core'
import { sendHave } from './exchange'
import type { Update } from './messages'
import { countOf, setCount, slotOf } from '../numbered-updates/origins'
import type { MultiLeaderState } from './state'
import type { IncomingChange } from './store'
import { mergeIncoming } from './store'

/** Overwritten writes named in one note. */
const NAMED_MAX = 5

export function onUpdates(core: Core, from: NodeId, updates: readonly Update[]): void {
  for (const update of updates) if (isDue(core.state, update)) acceptUpdate(core, update)
  sendHave(core, from)
}

/** Whether it is the next of its leader. What comes too early is left: its sender sends it again. */
function isDue(state: MultiLeaderState, { origin, n, seen }: Update): boolean {
  const { switches, settings } = state
  const have = countOf(state.seen, origin)
  if (n <= have) state.counters.duplicates++
  if (origin === state.origin) return false
  if (n <= have) return switches['apply-twice'] === true
  if (n > have + 1 && !switches['skip-gaps']) return false
  return !settings.causal_delivery || seen.every((count, at) => at === origin || count <= countOf(state.seen, at))
}

/** Puts it to the log, on disk and into its row. */
export function acceptUpdate(core: Core, update: Update): void {
  const { state } = core
  core.accepted_updates.push(update)
  // Known already: only a deliberate bug comes here.
  if (update.n > countOf(state.seen, update.origin)) {
    recordUpdate(state, update)
    append(core, { kind: 'update', update })
    state.disk.since_snapshot++
  }
  joinRow(core, incomingChangeOf(state, update))
}

/** Joins what arrives into its row, and tells of what gave way. */
export function joinRow(core: Core, arrival: IncomingChange): void {
  const { state } = core
  const { is_conflict, overwritten, by } = mergeIncoming(state.store, core.resolution, arrival, mergeOptionsOf(state))
  if (is_conflict) state.counters.conflicts++
  core.overwritten.push(...overwritten)
  if (overwritten.length > 0) noteOverwritten(core, arrival.key, overwritten, by)
}

export function incomingChangeOf({ slot, nodes }: MultiLeaderState, { key, delta, origin, operation }: Update): IncomingChange {
  return { key, delta, own: slotOf(origin, nodes.length) === slot ? { origin, operation } : null }
}

/** What taking an update in changes besides its row. */
export function recordUpdate(state: MultiLeaderState, update: Update): void {
  setCount(state.seen, update.origin, update.n)
  state.log.updates.push(update)
  remember(state, update.operation)
}

/** A client operation that is done: whoever asks for it again is only told so. */
function remember(state: MultiLeaderState, operation: string): void {
  const colon = operation.lastIndexOf(':')
  rememberDone(state, operation.slice(0, colon), Number(operation.slice(colon + 1)))
}

export function rememberDone({ sessions, log }: MultiLeaderState, session: string, sequence: number): void {
  rememberOutcome(sessions, session, sequence, 'done', log.base + log.updates.length)
}

export function mergeOptionsOf({ settings: { conflicts }, switches }: MultiLeaderState) {
  return { conflicts, switches }
}

/** These were acknowledged, or are about to be, and no reader will see them again. */
function noteOverwritten(core: Core, key: string, names: readonly string[], by: string | null): void {
  const more = names.length > NAMED_MAX ? ` and ${names.length - NAMED_MAX} more` : ''
  const named = `${names.slice(0, NAMED_MAX).join(', ')}${more}`
  note(core, 'overwritten', `${named} on ${key} at ${core.state.id} gave way to ${by}, which did not know of it`)
}
