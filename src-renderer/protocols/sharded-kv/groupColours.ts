import { computed } from 'vue'
import { nodeColour, THEMES } from '../../../src-shared/charts/palette'
import type { PublishedMap } from '../../../src-shared/protocols/sharded-kv/maps'
import { groupPlaces } from '../../../src-shared/protocols/sharded-kv/picture/slices'
import { useLayout } from '../../stores/layout'

/** By group, in the theme on screen: the colour of the node of its number. */
export function useGroupColours(map: () => Pick<PublishedMap, 'groups'>) {
  const layout = useLayout()
  return computed(() => {
    const theme = THEMES[layout.theme]
    return new Map([...groupPlaces(map())].map(([group, place]) => [group, nodeColour(theme, place)]))
  })
}
