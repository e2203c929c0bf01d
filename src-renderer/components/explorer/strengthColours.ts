import { computed } from 'vue'
import type { ComputedRef } from 'vue'
import { STRENGTHS } from '../../../src-shared/exploration'
import type { Strength } from '../../../src-shared/exploration'
import { THEMES } from '../../../src-shared/charts/palette'
import { strengthMark } from '../../../src-shared/charts/strength-mark'
import { useLayout } from '../../stores/layout'

/** Fills and text colours of cells in the theme, as the variables that their classes use. */
export function useStrengthColours(): ComputedRef<Record<string, string>> {
  const layout = useLayout()
  return computed(() => {
    const marks = (Object.keys(STRENGTHS) as Strength[]).map((strength) => {
      const { fill, text } = strengthMark(THEMES[layout.theme], strength)
      return [
        [`--${strength}-fill`, fill],
        [`--${strength}-text`, text]
      ]
    })
    return Object.fromEntries(marks.flat()) as Record<string, string>
  })
}
