import { computed, useId } from 'vue'
import { THEMES } from '../../../src-shared/charts/palette'
import { fillOf } from '../../../src-shared/charts/textures'
import type { PublishedMap } from '../../../src-shared/protocols/sharded-kv/maps'
import { ownerLooks } from '../../../src-shared/protocols/sharded-kv/picture/slices'
import { useLayout } from '../../stores/layout'

/** How each group looks in the theme on screen, and the `fill` of its shapes where {@link OwnerPatterns} stands beside them. */
export function useOwnerLooks(map: () => Pick<PublishedMap, 'groups'>) {
  const layout = useLayout()
  const prefix = useId()
  const looks = computed(() => ownerLooks(THEMES[layout.theme], map()))
  const patternOf = (group: string) => `${prefix}-${group}`
  const ownerFill = (group: string) => {
    const look = looks.value.get(group)
    return look && fillOf(look, patternOf(group))
  }
  const ownerColour = (group: string) => looks.value.get(group)?.colour
  return { looks, patternOf, ownerFill, ownerColour }
}
