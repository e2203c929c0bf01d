import type { ClientMap } from '../../../src-shared/wire/client-map'
import type { ShardMap } from './placement/messages'

/** The map as clients get it: neighbours of one group are one part. */
export function clientMapOf({ epoch, groups, shards }: ShardMap): ClientMap {
  const places = new Map(groups.map(({ name }, place) => [name, place]))
  const parts = shards.filter(({ group }, at) => group !== shards[at - 1]?.group)
  return {
    epoch,
    starts: parts.map(({ range }) => range.from) as ClientMap['starts'],
    owners: parts.map(({ group }) => places.get(group)!),
    groups: groups.map(({ name, nodes }) => ({ name, nodes: [...nodes] }))
  }
}
