/** What the placement leader tells of the map and of moves: whatever differs from what it has told before. */
import type { FactEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { leastMoved, movedByModulo } from '../../../../src-shared/placement/theory'
import { MapPublished, MemberReplaced, MovePlanned, MoveStep } from '../../../../src-shared/protocols/sharded-kv/facts'
import type { Theory } from '../../../../src-shared/protocols/sharded-kv/facts'
import type { Loads } from './loads'
import { loadOfShard } from './loads'
import { isPaused } from './machine'
import type { Move, MoveId, PlacementState } from './state'
import { stayingGroups } from './state'

/** A new leader has told nothing: what its predecessor told is told again, and means the same. */
export interface Told {
  epoch: number
  /** How many groups could own shards. 0: nothing is told yet. */
  staying: number
  /** Moves under way, and whether they wait. */
  readonly moves: Map<MoveId, boolean>
  /** Epoch of the newest change of a group's member. */
  replaced: number
}

export function nothingTold(): Told {
  return { epoch: 0, staying: 0, moves: new Map(), replaced: 0 }
}

/** Facts about what has changed. `misplaced`: shards that are not yet where they should be, asked for when groups have changed. */
export function tellChanges(
  told: Told,
  state: PlacementState,
  loads: Loads,
  node: NodeId,
  misplaced: () => readonly { readonly shard: { readonly id: number } }[]
): FactEvent[] {
  const moves = tellMoves(told, state, loads, node)
  if (told.epoch === state.epoch) return moves
  told.epoch = state.epoch
  const before = told.staying
  told.staying = stayingGroups(state).length
  const regrouped = before > 0 && before !== told.staying && told.staying > 0
  const theory = regrouped
    ? {
        theory: theoryOf(
          state,
          loads,
          before,
          misplaced().map(({ shard }) => shard.id)
        )
      }
    : {}
  return [mapFact(state, node, theory), ...tellReplaced(told, state, node), ...moves]
}

function tellReplaced(told: Told, { groups }: PlacementState, node: NodeId): FactEvent[] {
  const since = told.replaced
  return [...groups.values()].flatMap(({ name, replaced }) => {
    if (replaced === undefined || replaced.epoch <= since) return []
    told.replaced = Math.max(told.replaced, replaced.epoch)
    return [
      MemberReplaced.of(node, {
        epoch: replaced.epoch,
        group: name,
        member: replaced.node,
        by: replaced.by,
        reason: replaced.reason
      })
    ]
  })
}

function mapFact(state: PlacementState, node: NodeId, theory: { readonly theory?: Theory }): FactEvent {
  const { epoch, strategy, virtual_nodes, shards, groups } = state
  return MapPublished.of(node, {
    epoch,
    strategy,
    virtual_nodes,
    shards: [...shards.values()].map(({ id, range, group }) => ({ id, from: range.from, to: range.to, group })),
    groups: [...groups.values()].map(({ name, nodes, leaving }) => ({ name, nodes, leaving })),
    ...theory
  })
}

function theoryOf(state: PlacementState, loads: Loads, before: number, misplaced: readonly number[]): Theory {
  const after = stayingGroups(state).length
  return {
    cause: state.cause,
    expected_share: state.strategy === 'modulo' ? movedByModulo(before, after) : leastMoved(before, after),
    misplaced,
    keys: [...state.shards.keys()].map((id) => loadOfShard(loads, state, id).keys)
  }
}

function tellMoves({ moves: told }: Told, state: PlacementState, loads: Loads, node: NodeId): FactEvent[] {
  const facts: FactEvent[] = []
  for (const id of told.keys()) if (!state.moves.has(id)) told.delete(id)
  for (const move of state.moves.values()) {
    const paused = isPaused(state, move)
    if (!told.has(move.id)) facts.push(plannedFact(state, loads, node, move))
    if (paused !== (told.get(move.id) ?? false))
      facts.push(MoveStep.of(node, { move: move.id, shard: move.shard, step: paused ? 'paused' : 'resumed' }))
    told.set(move.id, paused)
  }
  return facts
}

function plannedFact(state: PlacementState, loads: Loads, node: NodeId, { id, shard, from, to, reason }: Move): FactEvent {
  const { keys, bytes } = loadOfShard(loads, state, shard)
  return MovePlanned.of(node, { move: id, shard, from, to, reason, keys, bytes })
}
