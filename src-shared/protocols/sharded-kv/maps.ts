/** Which group owns which shard, as the placement service has published it. */
import type { RunFold } from '../../folds/run'
import type { LabEvent } from '../../events'
import { declareFold } from '../../folds/declared'
import { Ring } from '../../folds/ring'
import type { Table } from '../../folds/table'
import { toSeconds } from '../../folds/table'
import { MapPublished } from './facts'

export type PublishedMap = MapPublished['data'] & { readonly t_us: number }

export interface MapsFold {
  /** The newest; null: none has been told of. */
  current: PublishedMap | null
  /** By epoch, the newest of them. */
  readonly history: Ring<PublishedMap>
  /** Changes of groups that shards move for, the newest of them. */
  readonly changes: Ring<GroupsChange>
}

/** Groups have come or leave: the map before that, and the first that knows it, with what theory says. */
export interface GroupsChange {
  readonly before: PublishedMap | null
  readonly first: PublishedMap
}

/** What a group has, as far as it is known. */
export interface GroupStock {
  readonly name: string
  readonly nodes: readonly string[]
  readonly leaving: boolean
  readonly shards: number
  readonly keys: number | null
  readonly bytes: number | null
}

/** Maps that are kept: each move makes one. */
const MAPS_MAX = 512
const CHANGES_MAX = 64

export const mapsFold = declareFold<MapsFold>({
  create: () => ({ current: null, history: new Ring(MAPS_MAX), changes: new Ring(CHANGES_MAX) }),
  reads: [MapPublished.name],
  observe: foldMaps,
  tables: (fold) => [shardsTable(fold)]
})

function foldMaps(fold: MapsFold, event: LabEvent): void {
  // A new placement leader tells the map again.
  if (!MapPublished.is(event) || event.data.epoch <= (fold.current?.epoch ?? 0)) return
  // Frozen, so that copies of the fold share it.
  const map: PublishedMap = Object.freeze({ ...event.data, t_us: event.t })
  if (map.theory !== undefined) fold.changes.push(Object.freeze({ before: fold.current, first: map }))
  fold.current = map
  fold.history.push(map)
}

/** What each group of the newest map has: its shards, and what a node of it sampled last. */
export function stockOfGroups(run: RunFold): GroupStock[] {
  const map = mapsFold.of(run)?.current
  if (!map) return []
  const shards = new Map<string, number>()
  for (const { group } of map.shards) shards.set(group, (shards.get(group) ?? 0) + 1)
  return map.groups.map(({ name, nodes, leaving }) => {
    const samples = nodes.map((node) => sampleOf(run, node, name, nodes.length))
    return {
      name,
      nodes,
      leaving,
      shards: shards.get(name) ?? 0,
      keys: highest(samples, 'keys'),
      bytes: highest(samples, 'bytes')
    }
  })
}

/** Its node's as a whole where the group is that node's alone. */
function sampleOf({ cluster }: RunFold, node: string, group: string, copies: number): Readonly<Record<string, number>> {
  const state = cluster.nodes.get(node)
  const values = copies === 1 ? state?.values : state?.groups.get(group)?.values
  return values ?? {}
}

/** Copies of a group differ by what some have yet to apply. */
function highest(samples: readonly Readonly<Record<string, number>>[], gauge: string): number | null {
  const values = samples.flatMap((values) => values[gauge] ?? [])
  return values.length === 0 ? null : Math.max(...values)
}

function shardsTable({ history }: MapsFold): Table {
  return {
    name: 'shard-maps',
    title: 'Maps: which nodes each group had, and how many shards it owned, from when on',
    columns: ['t_s', 'epoch', 'group', 'nodes', 'leaving', 'shards'],
    *rows() {
      for (const { t_us, epoch, groups, shards } of history)
        for (const { name, nodes, leaving } of groups)
          yield [toSeconds(t_us), epoch, name, nodes.join(' '), leaving, shards.filter(({ group }) => group === name).length]
    }
  }
}
