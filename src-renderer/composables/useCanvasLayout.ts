import { useElementSize } from './useElementSize'
import { computed, ref } from 'vue'
import type { Ref } from 'vue'
import type { EndpointId } from '../../src-shared/ids'
import { circlePlaces } from '../lab/geometry'
import type { Point } from '../lab/geometry'
import { useLayout } from '../stores/layout'

/** Room for the headline above the nodes and for clients and tools below them. */
const TOP = 74
const BOTTOM = 84
const CHIPS_MAX = 12

/** Where nodes and client chips stand: on an ellipse that fills the canvas, unless somebody moved them. */
export function useCanvasLayout(
  element: Ref<HTMLElement | null>,
  nodes: Ref<readonly EndpointId[]>,
  clients: Ref<readonly EndpointId[]>
) {
  const size = useElementSize(element)
  const layout = useLayout()
  /** Fractions of the canvas, for what was dragged. */
  const moved = ref(new Map<EndpointId, Point>())

  const nodeSize = computed(() => {
    const large = layout.theme === 'projector' ? 116 : 98
    const room = Math.min(size.value.height - TOP - BOTTOM, size.value.width) / (nodes.value.length > 7 ? 5 : 3.4)
    return Math.round(Math.max(68, Math.min(large, room)))
  })
  const chips = computed(() => (layout.showClients ? clients.value.slice(0, CHIPS_MAX) : []))

  const places = computed(() => {
    const { width, height } = size.value
    const stage = { width, height: Math.max(120, height - TOP - BOTTOM) }
    const found = new Map<EndpointId, Point>()
    circlePlaces(nodes.value.length, stage, nodeSize.value / 2 + 8).forEach((place, i) => {
      found.set(nodes.value[i]!, { x: place.x * width, y: TOP + place.y * stage.height })
    })
    chips.value.forEach((client, i) => found.set(client, { x: 40 + i * 64, y: height - 62 }))
    for (const [id, place] of moved.value) if (found.has(id)) found.set(id, { x: place.x * width, y: place.y * height })
    return found
  })

  function move(id: EndpointId, to: Point): void {
    moved.value = new Map(moved.value).set(id, { x: to.x / size.value.width, y: to.y / size.value.height })
  }

  return { size, nodeSize, chips, places, move }
}
