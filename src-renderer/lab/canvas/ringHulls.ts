import type { Quorum, ReachGroup } from '../../../src-shared/folds/reachability'
import { quorumText } from '../../../src-shared/folds/reachability'
import type { NodeId } from '../../../src-shared/ids'
import { bandPath, stretchesOf } from '../../../src-shared/layout/compact-ring'
import type { RingLayout, Stretch } from '../../../src-shared/layout/compact-ring'
import type { Point, Size } from './geometry'

/** A group of nodes that reach each other, as bands along the ring. */
export interface RingHull {
  readonly key: string
  readonly quorum: Quorum
  readonly paths: readonly string[]
  /** null: others matter more, and there is no room for all. */
  readonly label: (Point & { readonly text: string; readonly anchor: 'start' | 'middle' | 'end' }) | null
}

const LABELS_MAX = 6
/** Off the outermost circle, pixels. */
const LABEL_PX = 24
/** More, where names stand beside the dots. */
const NAMES_PX = 34
/** Nearly above or below the middle, as a share of the width. */
const MIDDLE_SHARE = 0.06
const TEXT_PX = { width: 130, height: 18 }

/** The groups, the largest first; none while everybody reaches everybody. */
export function shownHulls(
  groups: readonly ReachGroup[],
  places: ReadonlyMap<NodeId, number>,
  ring: RingLayout,
  size: Size
): RingHull[] {
  if (groups.length === 1 && groups[0]!.nodes.length === places.size) return []
  const taken: Point[] = []
  return [...groups]
    .sort((a, b) => b.nodes.length - a.nodes.length)
    .map(({ nodes, quorum }) => {
      const stretches = stretchesOf(nodes, places)
      const text = `${quorumText(quorum)} ${nodes.length} of ${places.size}`.trim()
      const place = labelPlace(stretches[0]!, ring, size)
      const free = taken.length < LABELS_MAX && taken.every((other) => !overlap(place, other))
      if (free) taken.push(place)
      return {
        key: nodes[0]!,
        quorum,
        paths: stretches.map((stretch) => bandPath(stretch, ring)),
        label: free ? { text, ...place } : null
      }
    })
}

/** Outside the ring, at the middle of the stretch. */
function labelPlace({ from, to }: Stretch, ring: RingLayout, { width }: Size): Point & { anchor: 'start' | 'middle' | 'end' } {
  const { x, y } = ring.at((from + to) / 2, -LABEL_PX - (ring.is_named ? NAMES_PX : 0))
  const aside = (x - width / 2) / width
  const anchor = Math.abs(aside) < MIDDLE_SHARE ? 'middle' : aside > 0 ? 'start' : 'end'
  return { x, y: y + 4, anchor }
}

function overlap(a: Point, b: Point): boolean {
  return Math.abs(a.x - b.x) < TEXT_PX.width && Math.abs(a.y - b.y) < TEXT_PX.height
}
