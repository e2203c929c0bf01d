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
import type { Bounds } from '../lab/canvas/scalarField'
import { placeDistances } from '../lab/canvas/regionDistances'
import type { ReachGroup } from '../../src-shared/folds/reachability'
import { useRegions } from './useRegions'
import { hullGroups } from '../lab/canvas/hullGroups'
import { boxAt } from '../lab/canvas/labelPlacement'
import { pairKey, placeMarks } from '../lab/canvas/linkMarks'
import type { LinkMark } from '../lab/canvas/linkMarks'
import { pairText } from '../lab/canvas/linkStyle'
import { isParted, partitionOf } from '../lab/canvas/partition'
import { useHints } from '../stores/hints'
import { useLayout } from '../stores/layout'
import { useRun } from '../stores/run'

/** Headline and tools, which words must not lie under. */
const TOP = 66
const BOTTOM = 46
const FONT_REM = 0.75
/** Around nodes, for their timers. */
const RING_PX = 6
/** Around the nodes of a region: wider than a group of nodes that reach each other. */
const PLACE_PAD_PX = 24
/** What is drawn of the groups and links besides nodes and lines, and where its words have room. Computed anew when links or places change, not with every tick. */
export function useCanvasPlan(context: CanvasContext, links: Ref<readonly (readonly [EndpointId, EndpointId])[]>) {
  const { size, nodeSize, nodes, positions } = context
  const network = useRegions()
  const hints = useHints()
  const run = useRun()
  const layout = useLayout()
  const topology = computed(() => run.view().cluster.topology)
  const groups = computed(() => groupsOf(run.view().cluster))
  const partition = computed(() => {
    void [topology.value, run.seeks, run.tape]
    return partitionOf(groups.value, run.folds().cluster.closed, nodes.value)
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
    const hint = hints.open.length > 0 ? [hintBox(width)] : []
    return {
      places,
      radius_px: nodeSize.value / 2 + RING_PX,
      bounds: { left: 4, top: TOP, right: width - 4, bottom: height - BOTTOM },
      boxes: [...chips, ...hint],
      font_px: font_px.value
    }
  })
  /** The scenario's regions, by the names of their nodes. */
  const places = computed(() => {
    const { value: named } = network.regions
    if (!scene.value || named.length === 0) return null
    const names = new Map(named.map(({ name, nodes: members }) => [members.join(), name]))
    const texts = ({ nodes: members }: ReachGroup): string[][] => [[names.get(members.join())!]]
    const areas = groupRegions(
      named.map(({ nodes: members }) => ({ nodes: members, quorum: null })),
      scene.value,
      { texts, pad_px: PLACE_PAD_PX }
    ).regions
    const labels = areas.flatMap(({ label }) => label?.box ?? [])
    const distances = placeDistances(network.distances.value, { ...scene.value, boxes: [...scene.value.boxes, ...labels] })
    return { areas, distances, boxes: [...labels, ...distances.map(({ box }) => box)] }
  })
  /** Words of the network come first: they stay where they are whatever happens. */
  const named_scene = computed(
    () => scene.value && { ...scene.value, boxes: [...scene.value.boxes, ...(places.value?.boxes ?? [])] }
  )
  const regions = computed(() => {
    if (!named_scene.value) return null
    const shown = hullGroups(groups.value, nodes.value.length)
    return shown.length === 0 ? null : groupRegions(shown, named_scene.value, { sides: partition.value?.groups ?? shown })
  })
  const obstacles = computed(() => named_scene.value && obstaclesOf(named_scene.value, regions.value))
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
  /** Links that are as the network is said to be: they look and are labelled like any other. */
  const told = computed(() => {
    void [topology.value, run.seeks, run.tape]
    const state = run.folds().cluster.links
    const as_told = links.value.filter(
      ([a, b]) => network.isAsTold(a, b, state.get(linkId(a, b))) && network.isAsTold(b, a, state.get(linkId(b, a)))
    )
    return new Set(as_told.map(([a, b]) => pairKey(a, b)))
  })
  const marks = computed(() => {
    void [topology.value, run.seeks, run.tape]
    const state = run.folds().cluster.links
    const marked = links.value.flatMap(([a, b]) => {
      const key = pairKey(a, b)
      if (parted.value.has(key) || told.value.has(key)) return []
      const text = pairText(a, b, state.get(linkId(a, b)), state.get(linkId(b, a)))
      return text === '' ? [] : [{ a, b, text }]
    })
    const taken = boundary.value?.label ? [boundary.value.label.box] : []
    return obstacles.value
      ? placeMarks(marked, positions.value, { ...obstacles.value, boxes: [...obstacles.value.boxes, ...taken] }, font_px.value)
      : new Map<string, LinkMark | null>()
  })

  return { regions, boundary, parted, told, marks, places, named: network.regions, common: network.common }
}

/** Where the hint is, top right. */
function hintBox(width: number): Bounds {
  return { left: width - 290, right: width, top: 40, bottom: 100 }
}
