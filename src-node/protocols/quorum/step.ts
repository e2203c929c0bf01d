/** The one way in: each input to a small function of its own; what the step changed is told at its end. */
import type { NodeId } from '../../../src-shared/ids'
import { isWrite } from '../../../src-shared/operations'
import type { ClientRequest, Context, Input } from '../contract'
import { onAntiEntropyTimer, onRows, onTree } from './anti-entropy'
import { reply } from '../kit/core'
import { valueRefusal } from '../kit/requests'
import { createStep } from '../kit/step'
import type { MembershipMessage } from '../membership/messages'
import { stepSwim } from '../membership/within'
import type { Core, QuorumEffect } from './core'
import { newCore, preferenceList, sendStored, mergeRow } from './core'
import { advanceDurable, snapshotIfDue, emitChanges } from './disk'
import { description } from '../../../src-shared/protocols/quorum/description'
import { handOff, onHandedOff, onHandOffTimer } from './hints'
import { isLate } from './carry-limit'
import type { HandOff, QuorumMessage, Repair, Store } from './messages'
import { endRead, onFound, onOwnRow, onRepaired, startRead } from './reads'
import { askForMore, takeFetched } from './fetching'
import { onMembersChanged } from './members'
import { learnComplete, onMoves, onMoveTimer, onRangeFetched, onReadyDurable, tellNews } from './moves'
import { isRebuilding, onRebuildTimer } from './rebuilding'
import { mayKeep } from './returning'
import type { OpenRead, OpenWrite, QuorumState } from './state'
import { rowHash, rowOf } from './store'
import { onFetch, onThrottleTimer } from './sending-ranges'
import { takesPart } from './taking-part'
import { onBuried, onBury, onSweepTimer } from './tombstones'
import { holds } from './version'
import type { Row } from './version'
import { isWellFormed } from './well-formed'
import { noteWhoIsUp } from './who-is-up'
import { onHint } from './fallbacks'
import { endWrite, onHinted, onHintTimer, onOwnDurable, onStored, startWrite } from './writes'

/** Operations that one node coordinates at once; beyond it it is busy. */
const OPEN_MAX = 10_000
const SERVED: ReadonlySet<string> = new Set(description.operations)

/** SWIM first, where it runs: coordinators go by what it has heard. Of who is up again one hears as of a link. */
export function step(
  state: QuorumState,
  inputs: readonly Input<QuorumMessage | MembershipMessage>[],
  context: Context
): QuorumEffect[] {
  const { effects, left } = stepSwim<QuorumMessage>(state.swim, inputs, context)
  const back = noteWhoIsUp(state).map((peer) => ({ kind: 'peer', peer, connected: true }) as const)
  return [...effects, ...stepReplica(state, [...left, ...back], context)]
}

const stepReplica = createStep<Core>({
  newCore,
  peers: ({ ever }) => ever,
  isWellFormed: (message, { history, settings }) =>
    isWellFormed(message, { founders: history[0]!.length, ranges: settings.ranges, versions: settings.versions }),
  onMessage,
  timers: {
    'hand-off': onHandOffTimer,
    'anti-entropy': onAntiEntropyTimer,
    sweep: onSweepTimer,
    rebuild: onRebuildTimer,
    move: onMoveTimer,
    throttle: onThrottleTimer,
    hint: onOperationSilent,
    end: onOperationOver
  },
  onRequest,
  onDurable(core, records) {
    onReadyDurable(core, records)
    for (const { id, row } of advanceDurable(core, records)) onOwnCopy(core, id, row)
  },
  onMembers(core, { history }) {
    if (history.length > core.state.history.length) onMembersChanged(core, history)
  },
  onPeer(core, peer, connected) {
    if (connected) handOff(core, peer)
  },
  finish(core) {
    emitChanges(core)
    tellNews(core)
    snapshotIfDue(core)
  }
})

function onRequest(core: Core, request: ClientRequest): void {
  const { state } = core
  const { settings } = state
  const { operation } = request
  if (state.open.size >= OPEN_MAX) return reply(core, request.request, { status: 'rejected', error: 'busy: too many operations' })
  const refusal = valueRefusal(operation)
  if (refusal !== null) return reply(core, request.request, { status: 'rejected', error: refusal })
  if (!SERVED.has(operation.f))
    return reply(core, request.request, { status: 'rejected', error: `${operation.f} needs one order of all writes` })
  if (!isWrite(operation)) return startRead(core, request)
  // Only a replica knows which of its writes of the key came before.
  if (settings.versions === 'vector' && !mayKeep(state, operation.key)) {
    const leader = preferenceList(state, operation.key).find((node) => node !== state.id && !state.down.has(node)) ?? null
    return reply(core, request.request, { status: 'redirect', leader })
  }
  startWrite(core, request)
}

function onMessage(core: Core, from: NodeId, message: QuorumMessage): void {
  const { state } = core
  switch (message.type) {
    case 'store':
      if (!takesPart(core, from, message)) return
      return keep(core, from, message, { type: 'stored', id: message.id })
    case 'repair':
      if (!takesPart(core, from, message)) return
      return keep(core, from, message, { type: 'repaired', id: message.id, hash: rowHash(message.key, message.row) })
    case 'hand-off':
      return keep(core, from, message, { type: 'handed-off', key: message.key, hash: rowHash(message.key, message.row) })
    case 'read':
      if (isRebuilding(state, message.key) || !takesPart(core, from, message)) return
      state.counters.requests++
      return sendStored(core, from, { type: 'found', id: message.id, row: rowOf(state.store, message.key) })
    case 'stored':
      return withOpen(core, message.id, from, 'write', (write) => onStored(core, write, from))
    case 'found':
      return withOpen(core, message.id, from, 'read', (read) => onFound(core, read, from, message.row))
    case 'repaired':
      return withOpen(core, message.id, from, 'read', (read) => onRepaired(core, read, from, message.hash))
    case 'hint':
      return onHint(core, from, message)
    case 'hinted':
      return onHinted(core, openWrite(core, message.id), from)
    case 'handed-off':
      return onHandedOff(core, from, message.key, message.hash)
    case 'tree':
      return onTree(core, from, message)
    case 'rows':
      return onRows(core, from, message)
    case 'bury':
      return onBury(core, from, message)
    case 'buried':
      return onBuried(core, from, message)
    case 'fetch':
      if (learnComplete(core, message.range, message.complete ?? 0)) onFetch(core, from, message)
      return
    case 'fetched':
      if (takeFetched(core, from, message)) onRangeFetched(core, message.range)
      askForMore(core, from, state.rebuilding)
      return askForMore(core, from, state.moving)
    case 'moves':
      return onMoves(core, from, message)
  }
}

/** Takes in what this node is to keep, and vouches for it. */
function keep(core: Core, from: NodeId, message: Store | Repair | HandOff, confirmation: QuorumMessage): void {
  const { state } = core
  const { key, row } = message
  if (!mayKeep(state, key) || (!holds(rowOf(state.store, key), row) && isLate(core, from, message))) return
  state.counters.requests++
  mergeRow(core, key, row)
  sendStored(core, from, confirmation)
}

/** What this node has itself of an operation that it coordinates is on its disk. */
function onOwnCopy(core: Core, id: number, row: Row): void {
  const operation = core.state.open.get(id)
  if (operation?.kind === 'write') onOwnDurable(core, operation)
  if (operation?.kind === 'read') onOwnRow(core, operation, row)
}

type Open = { readonly write: OpenWrite; readonly read: OpenRead }

/** Late answers, and those of nodes that were not asked, change nothing. */
function withOpen<Kind extends keyof Open>(
  { state }: Core,
  id: number,
  from: NodeId,
  kind: Kind,
  handle: (operation: Open[Kind]) => void
): void {
  const operation = state.open.get(id)
  if (operation?.kind === kind && operation.replicas.includes(from)) handle(operation as Open[Kind])
}

function openWrite({ state }: Core, id: number): OpenWrite | undefined {
  const operation = state.open.get(id)
  return operation?.kind === 'write' ? operation : undefined
}

function onOperationSilent(core: Core, id: number): void {
  const write = openWrite(core, id)
  if (write !== undefined) onHintTimer(core, write)
}

function onOperationOver(core: Core, id: number): void {
  const operation = core.state.open.get(id)
  if (operation?.kind === 'read') endRead(core, operation)
  if (operation?.kind === 'write') endWrite(core, operation)
}
