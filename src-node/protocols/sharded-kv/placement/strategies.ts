/** What each strategy says about whole shards, where it says which group should own them. */
import { createConsistentHashing } from '../../../../src-shared/placement/consistent-hashing'
import { createLabelPlacement, shardLabel } from '../../../../src-shared/protocols/sharded-kv/label-placement'
import type { Strategy } from '../../../../src-shared/protocols/sharded-kv/parameters'
import type { GroupName, PlacementState, Shard, ShardId } from './state'
import { stayingGroups } from './state'

type Owner = (shard: Shard) => GroupName

/** By shard the group that should own it. Empty: no group stays, or the strategy leaves shards where they are; see `levelling`. */
export function strategyOwners(
  placed: Pick<PlacementState, 'strategy' | 'virtual_nodes' | 'groups'>,
  shards: Iterable<Shard>
): Map<ShardId, GroupName> {
  const ownerOf = ownerByStrategy(placed)
  return ownerOf === null ? new Map() : new Map([...shards].map((shard) => [shard.id, ownerOf(shard)]))
}

/** Why a group should own the shard, in a few words that follow upon what has changed. */
export function strategyReason(strategy: Strategy, shard: Shard, to: GroupName, groups: number): string {
  switch (strategy) {
    case 'modulo':
      return `${shard.id} modulo ${groups} is the place of ${to}`
    case 'ring':
      return `the ring gives shard ${shard.id} to ${to}`
    case 'rendezvous':
      return `${to} scores highest for shard ${shard.id}`
    case 'jump':
      return `among ${groups} groups shard ${shard.id} jumps to ${to}`
    case 'maglev':
      return `Maglev’s table gives shard ${shard.id} to ${to}`
    case 'range':
    case 'directory':
      return `${to} has the least`
  }
}

function ownerByStrategy({
  strategy,
  virtual_nodes,
  groups
}: Pick<PlacementState, 'strategy' | 'virtual_nodes' | 'groups'>): Owner | null {
  const names = stayingGroups({ groups }).map(({ name }) => name)
  if (names.length === 0) return null
  switch (strategy) {
    case 'modulo':
      return ({ id }) => names[id % names.length]!
    case 'ring': {
      const members = names.map((id) => ({ id }))
      const ring = createConsistentHashing(members, { virtual_nodes })
      return ({ range }) => ring.ownersAt(Number(range.from), 1)[0]!
    }
    case 'rendezvous':
    case 'jump':
    case 'maglev': {
      const placement = createLabelPlacement(strategy, names)
      return ({ id }) => placement.owner(shardLabel(id))
    }
    case 'range':
    case 'directory':
      return null
  }
}
