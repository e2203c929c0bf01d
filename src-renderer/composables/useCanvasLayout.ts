import { useElementSize } from './useElementSize'
import { computed, ref, watch } from 'vue'
import type { Ref } from 'vue'
import type { ClientId, EndpointId } from '../../src-shared/ids'
import { circleLayout, detailOf } from '../lab/canvas/circle'
import { clientPlaces, CLIENTS_SHOWN_MAX } from '../lab/canvas/clientPlaces'
import { CARDS_MAX, ringLayout } from '../lab/canvas/compactRing'
import type { Point } from '../lab/canvas/geometry'
import { useLayout } from '../stores/layout'
import { useSelection } from '../stores/selection'
import { useUndo } from '../stores/undo'

/** Room for the headline above the nodes and for the tools below them. */
const TOP = 62
const BOTTOM = 50
/** On both sides, for clients. */
const SIDE = 92
const MARGIN = 8
const NODE_PX_MAX = 160

/** Where nodes and client chips stand: nodes on a circle, clients on its two sides, unless somebody moved them. Many nodes are dots on a ring. */
export function useCanvasLayout(
  element: Ref<HTMLElement | null>,
  nodes: Ref<readonly EndpointId[]>,
  clients: Ref<readonly ClientId[]>
) {
  const size = useElementSize(element)
  const layout = useLayout()
  const selection = useSelection()
  /** Fractions of the canvas, for what was dragged. */
  const moved = ref(new Map<EndpointId, Point>())
  // A run of the same nodes and clients keeps the places that somebody gave them.
  watch(
    () => [...nodes.value, ...clients.value].join(),
    () => (moved.value = new Map())
  )

  /** Many clients are one chip; of them the one that is selected has a chip too. */
  const collapsed = computed(() => (layout.showClients && clients.value.length > CLIENTS_SHOWN_MAX ? clients.value : []))
  const chips = computed(() => {
    if (!layout.showClients) return []
    return collapsed.value.length === 0 ? clients.value : clients.value.filter((client) => client === selection.client)
  })
  const stage = computed(() => ({ width: size.value.width, height: Math.max(120, size.value.height - TOP - BOTTOM) }))
  /** Of more nodes than have room for a card each; null: they have. */
  const ring = computed(() =>
    nodes.value.length > CARDS_MAX && size.value.width > 0 ? ringLayout(nodes.value.length, stage.value, TOP) : null
  )
  const circle = computed(() => {
    const side = layout.showClients && clients.value.length > 0 ? SIDE : MARGIN
    const { width, height } = stage.value
    return {
      ...circleLayout(nodes.value.length, { width: Math.max(120, width - 2 * side), height: height - 2 * MARGIN }, NODE_PX_MAX),
      left: side,
      top: TOP + MARGIN
    }
  })
  const nodeSize = computed(() => ring.value?.dot_px ?? circle.value.node_px)
  const detail = computed(() => detailOf(nodeSize.value))

  const chip_places = computed(() => {
    const xs = circle.value.places.map(({ x }) => x)
    const nodes_width = ring.value ? stage.value.width : Math.max(...xs) - Math.min(...xs) + nodeSize.value
    return clientPlaces(chips.value.length + (collapsed.value.length > 0 ? 1 : 0), stage.value, TOP, nodes_width)
  })
  /** Where the chip that stands for all clients is; null: each has its own. */
  const clients_place = computed(() => (collapsed.value.length > 0 ? chip_places.value[0]! : null))
  const positions = computed(() => {
    const { width, height } = size.value
    const found = new Map<EndpointId, Point>()
    if (width === 0) return found
    const { places, left, top } = circle.value
    for (const [i, node] of nodes.value.entries())
      found.set(node, ring.value ? ring.value.dot(i) : { x: left + places[i]!.x, y: top + places[i]!.y })
    const free = chip_places.value.slice(collapsed.value.length > 0 ? 1 : 0)
    chips.value.forEach((client, i) => found.set(client, free[i]!))
    for (const [id, place] of moved.value) if (found.has(id)) found.set(id, { x: place.x * width, y: place.y * height })
    return found
  })

  function move(id: EndpointId, to: Point): void {
    const before = moved.value
    const after = new Map(before).set(id, { x: to.x / size.value.width, y: to.y / size.value.height })
    const put = (places: typeof after) => () => Promise.resolve(((moved.value = places), null))
    moved.value = after
    useUndo().record({ title: () => `Move ${id}`, undo: put(before), redo: put(after) })
  }

  return { size, nodeSize, detail, positions, ring, collapsed, clients_place, move }
}
