import { computed } from 'vue'
import type { Ref } from 'vue'
import type { ClusterFold } from '../../src-shared/folds/cluster'
import { groupsOf } from '../../src-shared/folds/cluster-reach'
import { linkId } from '../../src-shared/ids'
import type { EndpointId } from '../../src-shared/ids'
import type { CanvasContext } from '../components/canvas/canvasContext'
import { CHIP } from '../components/canvas/canvasContext'
import { planCanvas, planRegions } from '../lab/canvas/canvasPlan'
import type { CanvasPlan } from '../lab/canvas/canvasPlan'
import type { Scene } from '../lab/canvas/groupRegions'
import { hullGroups } from '../lab/canvas/hullGroups'
import { boxAt } from '../lab/canvas/labelPlacement'
import { pairKey } from '../lab/canvas/linkMarks'
import { pairText } from '../lab/canvas/linkStyle'
import { isParted, partitionOf } from '../lab/canvas/partition'
import { useRun } from '../stores/run'
import { useRegions } from './useRegions'
import { useSliced } from './useSliced'

/** Headline and tools, which words must not lie under. */
const TOP_REM = 4.2
const BOTTOM_REM = 3.1
/** What is left free around the headline's words. */
const HEADLINE_REM = 1
const FONT_REM = 0.75
/** Around nodes, for their timers. */
const RING_PX = 6
/** The plan's words may be so long behind what happened, ms, where time is short. */
const PLAN_WITHIN_MS = 30

/** What is drawn of the groups and links besides nodes and lines, and where its words have room. Planned anew when links or places change, not with every tick. */
export function useCanvasPlan(context: CanvasContext, links: Ref<readonly (readonly [EndpointId, EndpointId])[]>) {
  const { size, root_px, nodeSize, nodes, positions, headline_px } = context
  const network = useRegions()
  const run = useRun()
  /** The cluster as it is; whoever asks is updated when processes, links or members change. */
  const clusterNow = (): ClusterFold => {
    void run.topology
    return run.folds().cluster
  }
  const groups = computed(() => groupsOf(clusterNow()))
  const partition = computed(() => partitionOf(groups.value, clusterNow().closed, nodes.value))

  const font_px = computed(() => root_px.value * FONT_REM)
  const scene = computed<Scene | null>(() => {
    const { width, height } = size.value
    const rem = root_px.value
    if (width === 0 || nodes.value.some((node) => !positions.value.has(node))) return null
    const places = new Map(nodes.value.map((node) => [node, positions.value.get(node)!]))
    const chips = [...positions.value].flatMap(([id, place]) => (places.has(id) ? [] : [boxAt(place, CHIP)]))
    return {
      places,
      radius_px: nodeSize.value / 2 + RING_PX,
      bounds: {
        left: 4,
        top: Math.max(TOP_REM * rem, headline_px.value + HEADLINE_REM * rem),
        right: width - 4,
        bottom: height - BOTTOM_REM * rem
      },
      boxes: chips,
      font_px: font_px.value
    }
  })
  /** The scenario's regions, by the names of their nodes. */
  const places = useSliced(PLAN_WITHIN_MS, () => {
    const { value: named } = network.regions
    return scene.value && named.length > 0 ? planRegions(named, network.distances.value, scene.value) : null
  })
  /** Links that are as the network is said to be: they look and are labelled like any other. */
  const told = computed(() => {
    const { links: state } = clusterNow()
    const as_told = links.value.filter(
      ([a, b]) => network.isAsTold(a, b, state.get(linkId(a, b))) && network.isAsTold(b, a, state.get(linkId(b, a)))
    )
    return new Set(as_told.map(([a, b]) => pairKey(a, b)))
  })
  const marked = computed(() => {
    const { links: state } = clusterNow()
    return links.value.flatMap(([a, b]) => {
      if (told.value.has(pairKey(a, b))) return []
      const text = pairText(a, b, state.get(linkId(a, b)), state.get(linkId(b, a)))
      return text === '' ? [] : [{ a, b, text }]
    })
  })
  /** Words of the network come first: they stay where they are whatever happens. */
  const newest_plan = useSliced(
    PLAN_WITHIN_MS,
    () =>
      scene.value &&
      planCanvas({
        scene: { ...scene.value, boxes: [...scene.value.boxes, ...(places.value?.boxes ?? [])] },
        groups: hullGroups(groups.value, nodes.value.length),
        partition: partition.value,
        marked: marked.value,
        positions: positions.value
      })
  )
  /** null: the newest was made for a canvas of another size, where all stood elsewhere. */
  const plan = computed(() => {
    const made = newest_plan.value
    return made && scene.value && isAsLarge(made.bounds, scene.value.bounds) ? made : null
  })
  /** Links that the boundary speaks for; until it is drawn it is taken for granted. */
  const parted = computed(() => {
    const { value: whole } = partition
    const isUndrawn = plan.value?.partition === whole && plan.value?.boundary === null
    const pairs = whole && !isUndrawn ? links.value.filter(([a, b]) => isParted(whole, a, b)) : []
    return new Set(pairs.map(([a, b]) => pairKey(a, b)))
  })

  return {
    regions: computed(() => plan.value?.regions ?? null),
    boundary: computed(() => plan.value?.boundary ?? null),
    marks: computed(() => plan.value?.marks ?? NO_MARKS),
    parted,
    told,
    places,
    named: network.regions,
    common: network.common
  }
}

/** Its upper edge follows the headline, and moves no node. */
const isAsLarge = (a: Scene['bounds'], b: Scene['bounds']): boolean => a.right === b.right && a.bottom === b.bottom

const NO_MARKS: CanvasPlan['marks'] = new Map()
