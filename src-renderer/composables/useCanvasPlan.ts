import { computed } from 'vue'
import type { Ref } from 'vue'
import { groupsOf } from '../../src-shared/folds/cluster-reach'
import { linkId } from '../../src-shared/ids'
import type { EndpointId } from '../../src-shared/ids'
import type { CanvasContext } from '../components/canvas/canvasContext'
import { CHIP } from '../components/canvas/canvasContext'
import { boundaryOf, obstaclesOf } from '../lab/canvas/boundary'
import { groupRegions } from '../lab/canvas/groupRegions'
import type { Scene } from '../lab/canvas/groupRegions'
import { hullGroups } from '../lab/canvas/hullGroups'
import { boxAt } from '../lab/canvas/labelPlacement'
import { pairKey, placeMarks } from '../lab/canvas/linkMarks'
import type { LinkMark } from '../lab/canvas/linkMarks'
import { pairText } from '../lab/canvas/linkStyle'
import { isParted, partitionOf } from '../lab/canvas/partition'
import { useLayout } from '../stores/layout'
import { useRun } from '../stores/run'

/** Headline and tools, which words must not lie under. */
const TOP = 66
const BOTTOM = 46
const FONT_REM = 0.75
/** What is drawn of the groups and links besides nodes and lines, and where its words have room. Computed anew when links or places change, not with every tick. */
export function useCanvasPlan(context: CanvasContext, links: Ref<readonly (readonly [EndpointId, EndpointId])[]>) {
  const { size, nodeSize, nodes, positions } = context
  const run = useRun()
  const layout = useLayout()
  const topology = computed(() => run.view().cluster.topology)
  const groups = computed(() => groupsOf(run.view().cluster))
  const partition = computed(() => {
    void [topology.value, run.seeks, run.tape]
    return partitionOf(groups.value, run.folds().cluster.closed)
  })

  const font_px = computed(() => {
    void [layout.theme, size.value]
    return parseFloat(getComputedStyle(document.documentElement).fontSize) * FONT_REM
  })
  const scene = computed<Scene | null>(() => {
    const { width, height } = size.value
    if (width === 0 || nodes.value.some((node) => !positions.value.has(node))) return null
    const places = new Map(nodes.value.map((node) => [node, positions.value.get(node)!]))
    const chips = [...positions.value].flatMap(([id, place]) => (places.has(id) ? [] : [boxAt(place, CHIP)]))
    return {
      places,
      radius_px: nodeSize.value / 2,
      bounds: { left: 4, top: TOP, right: width - 4, bottom: height - BOTTOM },
      boxes: chips,
      font_px: font_px.value
    }
  })
  const regions = computed(() => {
    if (!scene.value) return null
    const shown = hullGroups(groups.value, nodes.value.length)
    return shown.length === 0 ? null : groupRegions(shown, scene.value)
  })
  const obstacles = computed(() => scene.value && obstaclesOf(scene.value, regions.value))
  const boundary = computed(() =>
    partition.value && regions.value && obstacles.value
      ? boundaryOf(partition.value, regions.value, obstacles.value, font_px.value)
      : null
  )
  /** Links that the boundary speaks for. */
  const parted = computed(() => {
    const { value: whole } = partition
    const pairs = boundary.value && whole ? links.value.filter(([a, b]) => isParted(whole, a, b)) : []
    return new Set(pairs.map(([a, b]) => pairKey(a, b)))
  })
  const marks = computed(() => {
    void [topology.value, run.seeks, run.tape]
    const state = run.folds().cluster.links
    const marked = links.value.flatMap(([a, b]) => {
      const text = parted.value.has(pairKey(a, b)) ? '' : pairText(a, b, state.get(linkId(a, b)), state.get(linkId(b, a)))
      return text === '' ? [] : [{ a, b, text }]
    })
    const taken = boundary.value?.label ? [boundary.value.label.box] : []
    return obstacles.value
      ? placeMarks(marked, positions.value, { ...obstacles.value, boxes: [...obstacles.value.boxes, ...taken] }, font_px.value)
      : new Map<string, LinkMark | null>()
  })

  return { regions, boundary, parted, marks }
}
