/** Which shards should move now, and why: as few keys as the strategy allows, and a few at a time. Pure. */
import type { PlannedMove } from './commands'
import { levelShards } from './levelling'
import type { LevellingMove } from './levelling'
import type { Loads } from './loads'
import { isHeard, isMeasured, loadOfShard } from './loads'
import type { GroupName, PlacementState, Shard, ShardId } from './state'
import { stayingGroups } from './state'
import { strategyOwners, strategyReason } from './strategies'
import { isUnderWay, moveOf } from './under-way'

export interface PlannerSettings {
  readonly rebalance: boolean
  /** Moves under way for each source and for each target. */
  readonly moves_at_once: number
  readonly down_after_us: number
  readonly balance_by: 'keys' | 'operations'
  readonly imbalance_percent: number
}

export interface Plan {
  readonly moves: readonly PlannedMove[]
  /** Groups that have not reported for a while, to or from which shards would move. */
  readonly waits_for: readonly GroupName[]
}

/** What the strategy says, kept for as long as groups are the same. */
export interface OwnersMemory {
  epoch: number
  owners: ReadonlyMap<ShardId, GroupName>
}

/** A shard that is not where it should be. */
export interface Misplaced {
  readonly shard: Shard
  readonly to: GroupName
  readonly reason: string
}

export function planMoves(
  state: PlacementState,
  memory: OwnersMemory,
  loads: Loads,
  now_us: number,
  settings: PlannerSettings
): Plan {
  if (!settings.rebalance || state.paused) return { moves: [], waits_for: [] }
  const moves: PlannedMove[] = []
  const waits_for = new Set<GroupName>()
  const room = new MoveRoom(state, settings.moves_at_once)
  for (const { shard, to, reason } of misplacedShards(state, memory, loads, settings)) {
    const unheard = [shard.group, to].filter((group) => !isHeard(loads, group, now_us, settings.down_after_us))
    for (const group of unheard) waits_for.add(group)
    if (unheard.length > 0 || !room.take(shard.group, to)) continue
    moves.push({ shard: shard.id, from: shard.group, to, reason, pins: false })
  }
  return { moves, waits_for: [...waits_for] }
}

/** All shards that are not where they should be nor on their way anywhere, those of groups that leave first. */
export function misplacedShards(
  state: PlacementState,
  memory: OwnersMemory,
  loads: Loads,
  settings: Pick<PlannerSettings, 'balance_by' | 'imbalance_percent'>
): Misplaced[] {
  const misplaced = isLevelled(state) ? misplacedByLoad(state, loads, settings) : misplacedByStrategy(state, memory)
  const leaves = ({ shard }: Misplaced): number => (state.groups.get(shard.group)!.leaving ? 0 : 1)
  return misplaced.sort((a, b) => leaves(a) - leaves(b))
}

function misplacedByStrategy(state: PlacementState, memory: OwnersMemory): Misplaced[] {
  if (memory.epoch !== state.epoch)
    Object.assign(memory, { epoch: state.epoch, owners: strategyOwners(state, state.shards.values()) })
  const moving = new Set([...state.moves.values()].map(({ shard }) => shard))
  const groups = stayingGroups(state).length
  return [...state.shards.values()].flatMap((shard) => {
    const to = memory.owners.get(shard.id) ?? shard.group
    if (to === shard.group || moving.has(shard.id) || isPinned(state, shard)) return []
    return [{ shard, to, reason: withCause(state, shard, to, strategyReason(state.strategy, shard, to, groups)) }]
  })
}

function misplacedByLoad(
  state: PlacementState,
  loads: Loads,
  { balance_by, imbalance_percent }: Pick<PlannerSettings, 'balance_by' | 'imbalance_percent'>
): Misplaced[] {
  const loadOf = (id: ShardId): number => {
    const { keys, operations_s } = loadOfShard(loads, state, id)
    return balance_by === 'keys' ? keys : operations_s
  }
  const moves = levelShards(state, {
    ownerOf: (id) => moveOf(state, id)?.to ?? state.shards.get(id)!.group,
    loadOf,
    isFixed: (id) => isUnderWay(state, id) || isPinned(state, state.shards.get(id)!),
    tolerance: imbalance_percent / 100
  })
  // A shard that has just moved looks as if nobody asked for it.
  const isKnown = balance_by === 'keys' || [...state.shards.keys()].every((id) => isMeasured(loadOfShard(loads, state, id)))
  return moves.flatMap((move) => {
    if (move.off !== null && !isKnown) return []
    const shard = state.shards.get(move.shard)!
    return [{ shard, to: move.to, reason: withCause(state, shard, move.to, levellingReason(move, balance_by)) }]
  })
}

function levellingReason({ to, off }: LevellingMove, balance_by: PlannerSettings['balance_by']): string {
  if (off === null) return `${to} has the fewest ${balance_by}`
  const percent = Math.round(off.share * 100)
  return `${off.group} has ${percent} % of the ${balance_by}, ${off.times_mean.toFixed(1)} times the mean`
}

/** What has changed that concerns the move, and then the rule. */
function withCause({ groups, strategy, cause }: PlacementState, shard: Shard, to: GroupName, rule: string): string {
  if (groups.get(shard.group)!.leaving) return `${shard.group} leaves: ${rule}`
  if (groups.get(to)!.since > shard.since) return `${to} joined: ${rule}`
  return isLevelled({ strategy }) || cause === '' ? rule : `${cause}: ${rule}`
}

/** It stays while its group does. */
function isPinned({ groups }: PlacementState, { pinned, group }: Shard): boolean {
  return pinned && !groups.get(group)!.leaving
}

function isLevelled({ strategy }: Pick<PlacementState, 'strategy'>): boolean {
  return strategy === 'range' || strategy === 'directory'
}

/** How many more moves each source and each target may have. */
export class MoveRoom {
  private readonly sources = new Map<GroupName, number>()
  private readonly targets = new Map<GroupName, number>()

  constructor(
    { moves }: PlacementState,
    private readonly at_once: number
  ) {
    for (const { from, to } of moves.values()) this.count(from, to)
  }

  take(from: GroupName, to: GroupName): boolean {
    if ((this.sources.get(from) ?? 0) >= this.at_once || (this.targets.get(to) ?? 0) >= this.at_once) return false
    this.count(from, to)
    return true
  }

  private count(from: GroupName, to: GroupName): void {
    this.sources.set(from, (this.sources.get(from) ?? 0) + 1)
    this.targets.set(to, (this.targets.get(to) ?? 0) + 1)
  }
}
