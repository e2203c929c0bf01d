/**
 * A node whose disk was lost or restored from a backup may not lead or count as a replica until it has everything its leader had
 * when it stopped counting the old disk.
 */
import { append, note } from '../kit/core'
import type { Core } from './core'
import { flushEntries } from './core'
import type { Stream } from './messages'
import type { NodeState } from './state'

/** Whether the node's log holds all that it ever said it had stored, but for what a later leader made it drop. */
export function mayLead({ complete_generation, generation, switches }: NodeState): boolean {
  return complete_generation === generation || switches['trust-restored-disk'] === true
}

/** The leader counts nothing of earlier generations any more, so what it counted until then is acknowledged or in its log now. */
export function noteCompletion(state: NodeState, { generation, commit, opened }: Stream): void {
  if (mayLead(state) || generation !== state.generation) return
  state.catch_up_to ??= Math.max(commit, opened)
}

/** Takes note, on disk, that the node may lead and be counted again. */
export function completeIfCaughtUp(core: Core): void {
  const { state } = core
  if (state.catch_up_to === null || state.verified < state.catch_up_to) return
  flushEntries(core)
  Object.assign(state, { catch_up_to: null, complete_generation: state.generation })
  append(core, { kind: 'complete', generation: state.generation })
  note(core, 'disk-replaced', `${state.id} has what its leader had when it asked, and may lead and be counted again`)
}
