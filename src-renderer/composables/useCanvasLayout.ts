import { useElementSize } from './useElementSize'
import { useRegions } from './useRegions'
import { useRootFont } from './useRootFont'
import type { Region } from './useRegions'
import { computed } from 'vue'
import type { Ref } from 'vue'
import type { ClientId, EndpointId } from '../../src-shared/ids'
import { circleLayout, detailOf } from '../../src-shared/layout/circle'
import { clientPlaces, CLIENTS_SHOWN_MAX } from '../lab/canvas/clientPlaces'
import { CARDS_MAX, ringLayout } from '../../src-shared/layout/compact-ring'
import type { Point } from '../lab/canvas/geometry'
import { useLayout } from '../stores/layout'
import { usePlaces } from '../stores/places'
import { useSelection } from '../stores/selection'

/** Room for the headline above the nodes and for the tools below them: words, which grow with the theme. */
const TOP_REM = 3.6
const BOTTOM_REM = 2.75
/** On both sides, for clients. */
const SIDE = 92
const MARGIN = 8
const NODE_PX_MAX = 160
/** Gap between two nodes while presenting, in diameters: their own words are read from afar, those on links give way. */
const GAP_PRESENTED = 0.4

/** Where nodes and client chips stand: nodes on a circle, clients on its two sides, unless somebody moved them. Many nodes are dots on a ring. */
export function useCanvasLayout(
  element: Ref<HTMLElement | null>,
  nodes: Ref<readonly EndpointId[]>,
  clients: Ref<readonly ClientId[]>
) {
  const size = useElementSize(element)
  const layout = useLayout()
  const selection = useSelection()
  const places = usePlaces()
  const { regions } = useRegions()
  /** Many clients are one chip; of them the one that is selected has a chip too. */
  const collapsed = computed(() => (layout.showClients && clients.value.length > CLIENTS_SHOWN_MAX ? clients.value : []))
  const chips = computed(() => {
    if (!layout.showClients) return []
    return collapsed.value.length === 0 ? clients.value : clients.value.filter((client) => client === selection.client)
  })
  const root_px = useRootFont(size)
  const top_px = computed(() => TOP_REM * root_px.value)
  const stage = computed(() => ({
    width: size.value.width,
    height: Math.max(120, size.value.height - top_px.value - BOTTOM_REM * root_px.value)
  }))
  /** Of more nodes than have room for a card each; null: they have. */
  const ring = computed(() =>
    nodes.value.length > CARDS_MAX && size.value.width > 0 ? ringLayout(nodes.value.length, stage.value, top_px.value) : null
  )
  const circle = computed(() => {
    const side = layout.showClients && clients.value.length > 0 ? SIDE : MARGIN
    const { width, height } = stage.value
    const room = { width: Math.max(120, width - 2 * side), height: height - 2 * MARGIN }
    return {
      ...circleLayout(nodes.value.length, room, NODE_PX_MAX, layout.presenting ? GAP_PRESENTED : undefined),
      left: side,
      top: top_px.value + MARGIN
    }
  })
  const nodeSize = computed(() => ring.value?.dot_px ?? circle.value.node_px)
  const detail = computed(() => detailOf(nodeSize.value))

  const chip_places = computed(() => {
    const xs = circle.value.places.map(({ x }) => x)
    const nodes_width = ring.value ? stage.value.width : Math.max(...xs) - Math.min(...xs) + nodeSize.value
    return clientPlaces(chips.value.length + (collapsed.value.length > 0 ? 1 : 0), stage.value, top_px.value, nodes_width)
  })
  /** Where the chip that stands for all clients is; null: each has its own. */
  const clients_place = computed(() => (collapsed.value.length > 0 ? chip_places.value[0]! : null))
  const positions = computed(() => {
    const { width, height } = size.value
    const found = new Map<EndpointId, Point>()
    if (width === 0) return found
    const { places: free_places, left, top } = circle.value
    const in_order = ring.value ? nodes.value : byRegion(nodes.value, regions.value)
    for (const [i, node] of in_order.entries())
      found.set(node, ring.value ? ring.value.dot(i) : { x: left + free_places[i]!.x, y: top + free_places[i]!.y })
    const free = chip_places.value.slice(collapsed.value.length > 0 ? 1 : 0)
    chips.value.forEach((client, i) => found.set(client, free[i]!))
    if (!ring.value)
      for (const [id, { x, y }] of Object.entries(places.own)) if (found.has(id)) found.set(id, { x: x * width, y: y * height })
    return found
  })

  /** Puts them there, within the canvas. `is_whole`: it is no part of a longer move, so it can be undone. */
  function move(to: ReadonlyMap<EndpointId, Point>, is_whole: boolean): void {
    const { width, height } = size.value
    const half = nodeSize.value / 2
    const within = (px: number, all_px: number): number => Math.max(half, Math.min(all_px - half, px)) / all_px
    const before = places.own
    places.put(Object.fromEntries([...to].map(([id, { x, y }]) => [id, { x: within(x, width), y: within(y, height) }])))
    if (is_whole) places.recordMove([...to.keys()].join(', '), before)
  }

  return { size, root_px, nodeSize, detail, positions, ring, collapsed, clients_place, move }
}

/** Nodes of a region beside each other. */
function byRegion(nodes: readonly EndpointId[], regions: readonly Region[]): EndpointId[] {
  const regional = regions.flatMap((region) => region.nodes)
  return [...new Set([...regional, ...nodes])].filter((node) => nodes.includes(node))
}
