/** The primary (§4.1): gives requests their op-numbers, and commits them once a majority has them. */
import type { NodeId } from '../../../src-shared/ids'
import { RequestsPrepared, ViewOpened } from '../../../src-shared/protocols/viewstamped-replication/facts'
import { emit, note, setTimer } from '../kit/core'
import { recordAppendTime } from '../replicated-log/lag'
import { lastIndex, sliceLog } from '../replicated-log/log'
import type { DoViewChange, PrepareOk } from './messages'
import type { Leading } from './state'
import type { Core } from './core'
import { quorumOf, tell, tellAll } from './core'
import { entriesAfter, noteCommit } from './own-log'
import { becomePrimary } from './roles'

/** The log is that of the view: the others are told of it. */
export function lead(core: Core, logs: ReadonlyMap<NodeId, DoViewChange>, chosen: NodeId): void {
  const { state } = core
  const told = [...logs].map(([node, log]) => ({ node, last_normal: log.last_normal, op: endOf(log), commit: log.commit }))
  emit(core, ViewOpened.of(state.id, { view: state.view, chosen, logs: told }))
  const before = state.commit
  becomePrimary(core)
  noteCommit(core, Math.max(...[...logs.values()].map(({ commit }) => commit)))
  for (const node of state.nodes) if (node !== state.id) sendStartView(core, node, logs.get(node)?.commit ?? before)
}

/** Beginning where the receiver knows everything to be committed, as far as is known. */
export function sendStartView(core: Core, to: NodeId, committed: number): void {
  const { view, log, commit } = core.state
  const after = Math.max(committed, log.base.index)
  tell(core, to, { type: 'start-view', view, after, entries: entriesAfter(log, after), commit })
}

/** What clients have asked in this step goes out in one message, or as many as it takes. */
export function sendRequests(core: Core, leading: Leading): void {
  const { log, view, commit, settings, now_us } = core.state
  while (leading.sent < lastIndex(log)) {
    const entries = sliceLog(log, leading.sent + 1, Infinity, settings.max_message_bytes)
    leading.sent += entries.length
    tellAll(core, { type: 'prepare', view, entries, commit })
  }
  recordAppendTime(leading, leading.sent, now_us)
}

export function onHeartbeat(core: Core): void {
  const { view, log, commit, settings, leading } = core.state
  if (leading === null) return
  setTimer(core, 'heartbeat', settings.heartbeat_us)
  tellAll(core, { type: 'commit', view, op: lastIndex(log), commit })
}

export function onPrepareOk(core: Core, from: NodeId, { view, op }: PrepareOk): void {
  const { state } = core
  const peer = state.leading?.peers.get(from)
  if (peer === undefined || view !== state.view) return
  if (op > lastIndex(state.log)) return note(core, 'bad-message', `${state.id} ignores that ${from} has what was never sent`)
  peer.op = Math.max(peer.op, op)
  peer.answered_us = state.now_us
}

export function commitPrepared(core: Core, { peers }: Leading): void {
  const { state } = core
  const ops = [lastIndex(state.log), ...[...peers.values()].map(({ op }) => op)].sort((a, b) => b - a)
  const op = ops[state.switches['commit-alone'] ? 0 : quorumOf(state) - 1]!
  if (op <= state.commit) return
  const nodes = state.nodes.filter((node) => node === state.id || peers.get(node)!.op >= op)
  emit(core, RequestsPrepared.of(state.id, { view: state.view, op, nodes }))
  noteCommit(core, op)
}

/** The op-number of the last request in the log. */
export function endOf({ commit, entries }: Pick<DoViewChange, 'commit' | 'entries'>): number {
  return commit + entries.length
}
