/**
 * Hinted handoff (Dynamo §4.6): what a replica missed is kept for it on disk and handed over when it can be reached again. A hint that
 * has become too old is dropped (Cassandra's hint window): it would outlive the deletion of what it keeps.
 */
import type { NodeId } from '../../../src-shared/ids'
import { Hints } from '../../../src-shared/protocols/quorum/facts'
import { note, send, setTimer } from '../kit/core'
import { emitOnceDurable } from '../kit/durable-events'
import type { Core } from './core'
import { appendRecord } from './core'
import { isTooOld } from './carry-limit'
import { hintMark } from './marks'
import type { KeptHint, QuorumState } from './state'
import { rowHash } from './store'
import { describeRow, holds, mergeRows } from './version'
import type { Row } from './version'

/** Keys for which hints are kept, over all replicas; beyond it anti-entropy must do. */
const HINTS_MAX = 10_000
/** Hints handed to one replica at once. */
const HAND_OFF_AT_ONCE = 100

export function hintCount({ hints }: QuorumState): number {
  let count = 0
  for (const of_node of hints.values()) count += of_node.size
  return count
}

/** Keeps the row for a replica that did not answer; false: it is too old, or there are too many hints already. */
export function keepHint(core: Core, to: NodeId, key: string, hint: KeptHint): boolean {
  const { state } = core
  const known = state.hints.get(to)?.get(key)
  const count = hintCount(state)
  if (isTooOld(state, hint) || (known === undefined && count >= HINTS_MAX)) return false
  if (count === 0) setTimer(core, 'hand-off', state.settings.handoff_us)
  state.counters.hints_stored++
  replaceHint(core, to, key, known === undefined ? hint : joinHints(known, hint))
  note(core, 'hint', `${state.id} keeps a hint for ${to}: ${describeRow(key, hint.row)}`)
  return true
}

/** As old as the older one, unless nothing is left of that. */
function joinHints(known: KeptHint, hint: KeptHint): KeptHint {
  if (holds(hint.row, known.row)) return hint
  return { row: mergeRows(known.row, hint.row), as_of_us: Math.min(known.as_of_us, hint.as_of_us) }
}

/** The replica has answered after all. */
export function withdrawHint(core: Core, to: NodeId, key: string, row: Row): void {
  const hint = core.state.hints.get(to)?.get(key)
  if (hint !== undefined && holds(row, hint.row)) forgetHint(core, to, key)
}

/** Tries again to hand over everything, until nothing is left. */
export function onHandOffTimer(core: Core): void {
  for (const replica of [...core.state.hints.keys()]) handOff(core, replica)
  startHandOffs(core)
}

/** Goes on handing over, if there is anything. */
export function startHandOffs(core: Core): void {
  if (hintCount(core.state) > 0) setTimer(core, 'hand-off', core.state.settings.handoff_us)
}

/** Hands a replica that is up, as far as this node knows, what it missed. */
export function handOff(core: Core, replica: NodeId): void {
  const { state } = core
  if (state.down.has(replica)) return
  dropOldHints(core, replica)
  const hints = [...(state.hints.get(replica) ?? [])].slice(0, HAND_OFF_AT_ONCE)
  for (const [key, { row, as_of_us }] of hints) {
    send(core, replica, { type: 'hand-off', as_of_us, key, row }, 'now')
    if (state.switches['drop-hint']) forgetHint(core, replica, key)
  }
}

function dropOldHints(core: Core, replica: NodeId): void {
  const { state } = core
  for (const [key, hint] of [...(state.hints.get(replica) ?? [])]) {
    if (!isTooOld(state, hint)) continue
    note(
      core,
      'hint-dropped',
      `${state.id} drops its hint for ${replica}, which has become too old: ${describeRow(key, hint.row)}`
    )
    forgetHint(core, replica, key)
  }
}

/** The replica has the row with this hash on disk; what was added to the hint since is still to come. */
export function onHandedOff(core: Core, from: NodeId, key: string, hash: number): void {
  const hint = core.state.hints.get(from)?.get(key)
  if (hint === undefined || rowHash(key, hint.row) !== hash) return
  core.state.counters.hints_delivered++
  note(core, 'hand-off', `${core.state.id} has handed ${from} what it missed: ${describeRow(key, hint.row)}`)
  forgetHint(core, from, key)
}

export function forgetHint(core: Core, to: NodeId, key: string): void {
  replaceHint(core, to, key, { row: [], as_of_us: 0 })
}

function replaceHint(core: Core, to: NodeId, key: string, hint: KeptHint): void {
  const { id } = core.state
  setHint(core.state, to, key, hint)
  appendRecord(core, { kind: 'hint', to, key, hint })
  emitOnceDurable(core, Hints.of(id, { hints: [hintMark(to, key, hint.row)], all: false }))
}

/** An empty row: no hint. */
export function setHint({ hints }: QuorumState, to: NodeId, key: string, hint: KeptHint): void {
  const of_node = hints.get(to) ?? new Map<string, KeptHint>()
  if (hint.row.length > 0) of_node.set(key, hint)
  else of_node.delete(key)
  if (of_node.size > 0) hints.set(to, of_node)
  else hints.delete(to)
}
