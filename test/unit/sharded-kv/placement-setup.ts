import type { PlacementCommand } from '../../../src-node/protocols/sharded-kv/placement/commands'
import { emptyPlacement } from '../../../src-node/protocols/sharded-kv/placement/initial'
import type { InitialSettings } from '../../../src-node/protocols/sharded-kv/placement/initial'
import type { Loads } from '../../../src-node/protocols/sharded-kv/placement/loads'
import { applyPlacement } from '../../../src-node/protocols/sharded-kv/placement/machine'
import { planMoves } from '../../../src-node/protocols/sharded-kv/placement/planner'
import type { PlannerSettings } from '../../../src-node/protocols/sharded-kv/placement/planner'
import type { PlacementState } from '../../../src-node/protocols/sharded-kv/placement/state'

export const SETTINGS: InitialSettings = {
  strategy: 'ring',
  virtual_nodes: 100,
  shards: 64,
  copies: 1,
  groups: 0,
  keys_expected: 1000,
  rate_kib: 512
}

export const PLANNER: PlannerSettings = {
  rebalance: true,
  moves_at_once: 1,
  down_after_us: 1_000_000,
  balance_by: 'keys',
  imbalance_percent: 20
}

/** `n1` … `nN`. */
export function nodeNames(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `n${at + 1}`)
}

export function foundPlacement(nodes: number, settings: Partial<InitialSettings> = {}): PlacementState {
  return applyAll([{ do: 'found', settings: { ...SETTINGS, ...settings }, nodes: nodeNames(nodes) }])
}

export function applyAll(commands: readonly PlacementCommand[], state = emptyPlacement()): PlacementState {
  for (const command of commands) applyPlacement(state, command)
  return state
}

/** Every group has reported just now (at 0 µs), each shard with as many keys. */
export function loadsOf(state: PlacementState, keysOf: (shard: number) => number = () => 100): Loads {
  return new Map(
    [...state.groups.keys()].map((group) => {
      const own = [...state.shards.values()].filter((shard) => shard.group === group)
      const shards = own.map(
        ({ id, epoch }) =>
          [
            id,
            { keys: keysOf(id), bytes: 10 * keysOf(id), operations: 0, operations_s: 0, epoch, measured_us: 1_000_000 }
          ] as const
      )
      return [group, { leader: group, heard_us: 0, shards: new Map(shards) }]
    })
  )
}

export function planOf(state: PlacementState, loads = loadsOf(state), settings: Partial<PlannerSettings> = {}) {
  return planMoves(state, { epoch: 0, owners: new Map() }, loads, 0, { ...PLANNER, ...settings })
}

/** Plans and carries out moves until none is left. Returns the moves that were made, in order. */
export function rebalance(
  state: PlacementState,
  { keysOf, ...settings }: Partial<PlannerSettings> & { keysOf?: (shard: number) => number } = {}
): { shard: number; from: string; to: string; reason: string }[] {
  const made: ReturnType<typeof rebalance> = []
  for (let round = 0; round < 10_000; round++) {
    const { moves } = planOf(state, loadsOf(state, keysOf), settings)
    if (moves.length === 0) return made
    made.push(...moves)
    applyPlacement(state, { do: 'plan', moves })
    for (const id of state.moves.keys()) applyPlacement(state, { do: 'moved', move: id })
  }
  throw new Error('no end of moves')
}

/** How many shards each group that stays owns. */
export function ownedBy(state: PlacementState): Record<string, number> {
  const owned = Object.fromEntries([...state.groups.keys()].map((group) => [group, 0]))
  for (const { group } of state.shards.values()) owned[group]! += 1
  return owned
}
