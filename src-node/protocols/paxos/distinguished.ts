/**
 * The distinguished proposer (Lamport 2001, §2.4): the first proposer, in the run's order, that has been heard lately. Nodes may disagree about it for a
 * while: that costs time, never safety.
 */
import type { NodeId } from '../../../src-shared/ids'
import { emit, note, setTimer } from '../kit/core'
import { tell } from '../kit/own-messages'
import type { Core } from './core'
import type { PaxosState } from './state'

export function isProposer({ id, roles, takes_part }: PaxosState): boolean {
  return takes_part && roles.proposers.includes(id)
}

export function onAlive({ state }: Core, from: NodeId): void {
  state.heard_us.set(from, state.now_us)
}

export function onHeartbeatTimer(core: Core): void {
  const { state } = core
  const { id, nodes, settings } = state
  if (isProposer(state)) for (const node of nodes) if (node !== id) tell(core, node, { type: 'alive' }, 'now')
  setTimer(core, 'heartbeat', settings.heartbeat_us)
  const found = findDistinguished(state)
  if (found === state.distinguished) return
  state.distinguished = found
  note(core, 'distinguished', found === null ? `${id} hears no proposer` : `${id} takes ${found} for the distinguished proposer`)
  emitRole(core)
}

function findDistinguished(state: PaxosState): NodeId | null {
  const { id, roles, heard_us, now_us, settings } = state
  const isHeard = (node: NodeId) =>
    node === id ? isProposer(state) : now_us - (heard_us.get(node) ?? -Infinity) < settings.silence_us
  return roles.proposers.find(isHeard) ?? null
}

export function emitRole(core: Core): void {
  const { id, given_role, distinguished } = core.state
  emit(core, { kind: 'role', node: id, role: distinguished === id ? 'distinguished' : (given_role ?? 'member') })
}
