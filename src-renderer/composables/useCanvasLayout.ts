import { useElementSize } from './useElementSize'
import { computed, ref, watch } from 'vue'
import type { Ref } from 'vue'
import type { EndpointId } from '../../src-shared/ids'
import { CARDS_MAX, ringLayout } from '../lab/canvas/compactRing'
import { circlePositions } from '../lab/canvas/geometry'
import type { Point } from '../lab/canvas/geometry'
import { useLayout } from '../stores/layout'

/** Room for the headline above the nodes and for clients and tools below them. */
const TOP = 62
const BOTTOM = 50
const CHIP_ROW = 34
/** Chips stand on the tools' row, left of its last buttons, or in a row of their own where they are many. */
const CHIPS_MAX = 12
const CHIPS_BESIDE_TOOLS = 4
const CHIP_SPACING_PX = { least: 62, most: 80 }
/** The last buttons of the tools' row; one more where nodes are many. */
const BUTTONS_PX = { few: 94, many: 132 }
/** Beside the first and the last chip. */
const CHIPS_MARGIN_PX = 40
/** A narrower canvas has no room for chips beside its tools. */
const TOOLS_ROW_PX = 860

/** Where nodes and client chips stand: on an ellipse that fills the canvas, unless somebody moved them. Many nodes are dots on a ring. */
export function useCanvasLayout(
  element: Ref<HTMLElement | null>,
  nodes: Ref<readonly EndpointId[]>,
  clients: Ref<readonly EndpointId[]>
) {
  const size = useElementSize(element)
  const layout = useLayout()
  /** Fractions of the canvas, for what was dragged. */
  const moved = ref(new Map<EndpointId, Point>())
  // A run of the same nodes and clients keeps the places that somebody gave them.
  watch(
    () => [...nodes.value, ...clients.value].join(),
    () => (moved.value = new Map())
  )

  const chips = computed(() => {
    if (!layout.showClients) return []
    const room = Math.min(CHIPS_MAX, Math.floor((size.value.width - CHIPS_MARGIN_PX) / CHIP_SPACING_PX.least))
    // Where not all fit, the first place says how many are not drawn.
    return clients.value.slice(0, clients.value.length <= room ? room : Math.max(0, room - 1))
  })
  /** Clients that have no chip although chips are shown. */
  const chipless = computed(() => (layout.showClients ? clients.value.slice(chips.value.length) : []))
  const ownRow = computed(() => chips.value.length > CHIPS_BESIDE_TOOLS || size.value.width < TOOLS_ROW_PX)
  const bottom = computed(() => (ownRow.value ? BOTTOM + CHIP_ROW : BOTTOM))

  const stage = computed(() => ({ width: size.value.width, height: Math.max(120, size.value.height - TOP - bottom.value) }))
  /** Of more nodes than have room for a card each; null: they have. */
  const ring = computed(() =>
    nodes.value.length > CARDS_MAX && size.value.width > 0 ? ringLayout(nodes.value.length, stage.value, TOP) : null
  )

  const nodeSize = computed(() => {
    if (ring.value) return ring.value.dot_px
    const large = layout.theme === 'projector' ? 132 : 110
    const room = Math.min(size.value.height - TOP - bottom.value, size.value.width) / (nodes.value.length > 6 ? 4.6 : 3)
    return Math.round(Math.max(68, Math.min(large, room)))
  })

  const positions = computed(() => {
    const { width, height } = size.value
    const found = new Map<EndpointId, Point>()
    if (width === 0) return found
    if (ring.value) for (const [i, node] of nodes.value.entries()) found.set(node, ring.value.dot(i))
    else
      for (const [i, place] of circlePositions(nodes.value.length, stage.value, nodeSize.value).entries())
        found.set(nodes.value[i]!, { x: place.x * width, y: TOP + place.y * stage.value.height })
    const chipsEnd = ownRow.value ? width : width - (ring.value ? BUTTONS_PX.many : BUTTONS_PX.few)
    const slots = chips.value.length + (chipless.value.length > 0 ? 1 : 0)
    const spacing = Math.min(CHIP_SPACING_PX.most, Math.max(CHIP_SPACING_PX.least, (width - CHIPS_MARGIN_PX) / slots))
    chips.value.forEach((client, i) => {
      const x = chipsEnd - 36 - (chips.value.length - 1 - i) * spacing
      found.set(client, { x, y: height - (ownRow.value ? BOTTOM + 14 : 23) })
    })
    for (const [id, place] of moved.value) if (found.has(id)) found.set(id, { x: place.x * width, y: place.y * height })
    return found
  })

  function move(id: EndpointId, to: Point): void {
    moved.value = new Map(moved.value).set(id, { x: to.x / size.value.width, y: to.y / size.value.height })
  }

  return { size, nodeSize, positions, ring, chipless, move }
}
