/** The one way in: each input to a small function of its own; what the step changed is told at its end. */
import type { NodeId } from '../../../src-shared/ids'
import { isWrite } from '../../../src-shared/operations'
import type { ClientRequest, Context, Input } from '../contract'
import { onAntiEntropyTimer, onRows, onTree } from './anti-entropy'
import type { Core, QuorumEffect } from './core'
import { isReplica, newCore, note, preferenceList, reply, sendStored, mergeRow } from './core'
import { advanceDurable, snapshotIfDue, emitChanges } from './disk'
import { description } from '../../../src-shared/protocols/quorum/description'
import { handOff, onHandedOff, onHandOffTimer } from './hints'
import { isLate } from './carry-limit'
import type { HandOff, QuorumMessage, Repair, Store } from './messages'
import { endRead, onFound, onOwnRow, onRepaired, startRead } from './reads'
import { isRebuilding, onFetch, onFetched, onRebuildTimer } from './rebuilding'
import { readSwitches } from './settings'
import type { OpenRead, OpenWrite, QuorumState } from './state'
import { rowHash, rowOf } from './store'
import { onBuried, onBury, onSweepTimer } from './tombstones'
import { holds } from './version'
import type { Row } from './version'
import { isWellFormed } from './well-formed'
import { onHint } from './fallbacks'
import { endWrite, onHinted, onHintTimer, onOwnDurable, onStored, startWrite } from './writes'

/** Operations that one node coordinates at once; beyond it it is busy. */
const OPEN_MAX = 10_000
/** Longest value in UTF-16 units. */
const VALUE_LENGTH_MAX = 65_536
const SERVED: ReadonlySet<string> = new Set(description.operations)

export function step(state: QuorumState, inputs: readonly Input<QuorumMessage>[], context: Context): QuorumEffect[] {
  const core = newCore(state, context)
  for (const input of inputs) onInput(core, input)
  emitChanges(core)
  snapshotIfDue(core)
  return core.effects
}

function onInput(core: Core, input: Input<QuorumMessage>): void {
  switch (input.kind) {
    case 'message':
      return onMessage(core, input.from, input.message)
    case 'timer':
      return onTimer(core, input.timer)
    case 'request':
      return onRequest(core, input.request)
    case 'durable':
      for (const { id, row } of advanceDurable(core, input.records)) onOwnCopy(core, id, row)
      return
    case 'switches':
      core.state.switches = readSwitches(input.switches)
      return
    case 'peer':
      return input.connected ? handOff(core, input.peer) : undefined
    case 'command':
      return
  }
}

function onRequest(core: Core, request: ClientRequest): void {
  const { state } = core
  const { settings } = state
  const { operation } = request
  const preferences = preferenceList(state, operation.key)
  if (state.open.size >= OPEN_MAX) return reply(core, request.request, { status: 'rejected', error: 'busy: too many operations' })
  if ('value' in operation && operation.value.length > VALUE_LENGTH_MAX)
    return reply(core, request.request, { status: 'rejected', error: `the value exceeds ${VALUE_LENGTH_MAX} characters` })
  if (!SERVED.has(operation.f))
    return reply(core, request.request, { status: 'rejected', error: `${operation.f} needs one order of all writes` })
  if (!isWrite(operation)) return startRead(core, request, preferences.slice(0, settings.replicas))
  // Only a replica knows which of its writes of the key came before.
  if (settings.versions === 'vector' && !isReplica(state, operation.key))
    return reply(core, request.request, { status: 'redirect', leader: preferences[0]! })
  startWrite(core, request, preferences)
}

function onMessage(core: Core, from: NodeId, message: QuorumMessage): void {
  const { state } = core
  if (!state.nodes.includes(from)) return
  if (!isWellFormed(message, { nodes: state.nodes.length, versions: state.settings.versions }))
    return note(core, 'bad-message', `${state.id} ignores a malformed message from ${from}`)
  switch (message.type) {
    case 'store':
      return keep(core, from, message, { type: 'stored', id: message.id })
    case 'repair':
      return keep(core, from, message, { type: 'repaired', id: message.id, hash: rowHash(message.key, message.row) })
    case 'hand-off':
      return keep(core, from, message, { type: 'handed-off', key: message.key, hash: rowHash(message.key, message.row) })
    case 'read':
      if (isRebuilding(state, message.key)) return
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
      return onFetch(core, from, message)
    case 'fetched':
      return onFetched(core, from, message)
  }
}

/** Takes in what this node is to keep, and vouches for it. */
function keep(core: Core, from: NodeId, message: Store | Repair | HandOff, confirmation: QuorumMessage): void {
  const { state } = core
  const { key, row } = message
  if (!isReplica(state, key) || (!holds(rowOf(state.store, key), row) && isLate(core, from, message))) return
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

function onTimer(core: Core, timer: string): void {
  if (timer === 'hand-off') return onHandOffTimer(core)
  if (timer === 'anti-entropy') return onAntiEntropyTimer(core)
  if (timer === 'sweep') return onSweepTimer(core)
  if (timer === 'rebuild') return onRebuildTimer(core)
  const [name, id] = timer.split(':')
  const operation = core.state.open.get(Number(id))
  if (operation === undefined) return
  if (operation.kind === 'read') return endRead(core, operation)
  return name === 'hint' ? onHintTimer(core, operation) : endWrite(core, operation)
}
