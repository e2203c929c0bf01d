/** One step under way: inputs that groups have yet to handle, and the effects gathered so far. */
import type { FactEvent } from '../../../src-shared/events'
import type { NodeId } from '../../../src-shared/ids'
import type { Context, Effect, Plain } from '../contract'
import { hand } from '../kit/groups/waiting'
import type { Waiting } from '../kit/groups/waiting'
import { commandRequest } from '../replicated-log/command'
import { leads } from '../raft/leads'
import type { RaftMessage } from '../raft/messages'
import type { RaftState } from '../raft/state'
import type { PlacementCommand } from './placement/commands'
import type { GroupName, PlacementState } from './placement/state'
import type { ShardCommand } from './shards/commands'
import { movedBytes } from './shards/parts'
import type { ShardMachine } from './shards/state'
import type { ShardedEffect, ShardedMessage, ShardedState } from './state'
import { PLACEMENT } from './state'

export interface Core {
  readonly state: ShardedState
  readonly context: Context
  readonly now_us: number
  readonly effects: ShardedEffect[]
  /** For groups. */
  readonly waiting: Waiting<RaftMessage>
  /** Messages to this node itself: it may be asked what others are. */
  readonly own: ShardedMessage[]
  /** A group that this node leads has ended something that the placement service waits for. */
  has_news: boolean
}

export function newCore(state: ShardedState, context: Context): Core {
  return { state, context, now_us: context.now_us, effects: [], waiting: new Map(), own: [], has_news: false }
}

/** What is said is on a quorum's disks by then, or promises nothing. */
export function say(core: Core, to: NodeId, message: ShardedMessage): void {
  if (to === core.state.id) core.own.push(message)
  else core.effects.push({ kind: 'send', to, message, after: 'now' })
}

export function tell(core: Core, group: GroupName, event: FactEvent): void {
  core.effects.push({ kind: 'emit', event: { ...event, group } })
}

/** Sets a timer of the node's own. */
export function setTimer(core: Core, timer: 'report' | 'moves', delay_us: number): void {
  core.effects.push({ kind: 'set-timer', timer, delay_us } as Effect<never, never, never>)
}

/** A command for the group's log, unless the same is on its way there. */
export function propose(core: Core, group: GroupName, command: ShardCommand | PlacementCommand): void {
  const { proposals, id } = core.state
  const key = `${group} ${nameOf(command)}`
  if (proposals.keys.has(key)) return
  const request = --proposals.last
  proposals.open.set(request, key)
  proposals.keys.add(key)
  const plain = command as unknown as Plain
  const asked = commandRequest(request, `~${id}`, -request, { command: plain, bytes: bytesOf(command) })
  hand(core, group, { kind: 'request', request: asked })
}

/** The group has answered a proposal: it is applied, or lost. False: it is a client's request. */
export function endProposal({ state: { proposals } }: Core, request: number): boolean {
  const key = proposals.open.get(request)
  if (key === undefined) return false
  proposals.open.delete(request)
  proposals.keys.delete(key)
  return true
}

/** Whether something of the move is on its way to the log of the group. */
export function isProposed({ state: { proposals } }: Core, group: GroupName, move: number): boolean {
  return proposals.keys.has(`${group} move ${move}`)
}

function nameOf(command: ShardCommand | PlacementCommand): string {
  // One step of a move at a time.
  if ('shard' in command && 'move' in command) return `move ${command.move}`
  return command.do === 'plan' ? 'plan' : JSON.stringify(command)
}

function bytesOf(command: ShardCommand | PlacementCommand): number {
  if (command.do === 'import') return 128 + command.rows.reduce((bytes, row) => bytes + movedBytes(row), 0)
  return JSON.stringify(command).length
}

/** The group's Raft, if it is here. */
export function raftOf({ host }: ShardedState, group: GroupName): RaftState | null {
  return host.groups.get(group)?.state ?? null
}

export function shardsOf(raft: RaftState): ShardMachine {
  return raft.machine as ShardMachine
}

/** Groups of shards on this node. */
export function shardGroups({ host }: ShardedState): [group: GroupName, raft: RaftState][] {
  const groups: [GroupName, RaftState][] = []
  for (const [group, { state }] of host.groups) if (group !== PLACEMENT) groups.push([group, state])
  return groups
}

/** Those that this node leads. */
export function ledGroups(state: ShardedState): [group: GroupName, raft: RaftState][] {
  return shardGroups(state).filter(([, raft]) => leads(raft))
}

/** The placement service's state, if this node leads it. */
export function ledPlacement(state: ShardedState): PlacementState | null {
  const raft = raftOf(state, PLACEMENT)
  return raft !== null && leads(raft) ? (raft.machine as PlacementState) : null
}
