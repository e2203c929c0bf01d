import type { RunFold } from '../../folds/run'
import type { Headline, HeadlinePart } from '../../panels/headline'
import { counted } from '../../text/counted'
import { description } from './description'
import { mapsFold } from './maps'
import { movesFold, stageAt, stageText } from './moves'
import type { ShardMove } from './moves'

/** The group of the placement service. */
export const PLACEMENT_GROUP = 'placement'

const LEADER = description.roles.find(({ name }) => name === 'leader')!

/** Who places shards, and what moves: "n1 places 64 shards on 4 groups: shard 12 moves from n1 to n4, 62 % copied". */
export function headline(run: RunFold): Headline | null {
  const { nodes } = run.cluster
  if (nodes.size === 0) return null
  const leader = placementLeader(run)
  const map = mapsFold.of(run)?.current ?? null
  const placed = map === null ? '' : ` ${counted(map.shards.length, 'shard')} on ${counted(map.groups.length, 'group')}`
  const who: HeadlinePart = { text: leader === null ? 'No placement leader' : `${leader} places${placed}`, name: 'leader' }
  const moving = movingText(run)
  return {
    ...(leader !== null && { look: LEADER.look }),
    parts: moving === null ? [who] : [who, { text: `: ${moving}`, name: 'moves' }]
  }
}

/** Null: nobody leads the placement service. */
export function placementLeader({ cluster }: RunFold): string | null {
  for (const { id, groups } of cluster.nodes.values()) if (groups.get(PLACEMENT_GROUP)?.duty === 'leads') return id
  return null
}

function movingText(run: RunFold): string | null {
  const open = [...(movesFold.of(run)?.open.values() ?? [])]
  if (open.length === 0) return null
  const text = moveText(furthest(open), run.cluster.now_us)
  return open.length === 1 ? text : `${open.length} shards move; ${text}`
}

function furthest(open: readonly ShardMove[]): ShardMove {
  return open.reduce((first, other) => (other.stages.length > first.stages.length ? other : first))
}

function moveText(move: ShardMove, now_us: number): string {
  const { shard, from, to } = move
  return `shard ${shard} moves from ${from ?? '?'} to ${to ?? '?'}, ${stageText(move, stageAt(move, now_us) ?? 'planned')}`
}
