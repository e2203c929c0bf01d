import type { ChartTheme, Mark } from './palette'
import type { Strength } from '../exploration'

/** The fill of a cell: the stronger the darker, what holds little is orange, nothing red. */
export function strengthMark(theme: ChartTheme, strength: Strength): Mark {
  switch (strength) {
    case 'full':
      return theme.heat[3]!
    case 'causal':
      return theme.heat[2]!
    case 'weak':
      return theme.conditions.disturbed
    case 'none':
      return theme.conditions.cut
    case 'open':
      return theme.tones.neutral
  }
}
