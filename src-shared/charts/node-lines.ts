import type { RunFold } from '../folds/run'
import type { Series } from './frame'
import { labelledLine } from './frame'
import type { ChartTheme } from './palette'
import { nodeColour } from './palette'
import type { Point } from './points'

/** Dashes tell nodes apart where colours cannot: in grey, or where lines lie on each other. */
const DASHES = ['solid', [8, 3], [3, 2], [10, 3, 3, 3], [1, 2]] as const

export interface NodeLine {
  readonly node: string
  readonly points: readonly Point[]
}

/** One line per node in its own colour, with its name and newest value at the end. */
export function nodeLines(
  fold: RunFold,
  lines: readonly NodeLine[],
  theme: ChartTheme,
  text: (value: number) => string,
  step: 'end' | false
): Series[] {
  const places = [...fold.cluster.nodes.keys()]
  return lines.map(({ node, points }) => {
    const place = places.indexOf(node)
    const newest = points.at(-1)?.[1] ?? null
    const label = `{glyph|━} ${node} ${newest === null ? '–' : text(newest)}`
    const type = DASHES[place % DASHES.length]!
    const line = labelledLine(node, points, label, theme, { colour: nodeColour(theme, place), type })
    return { ...line, step }
  })
}

/** The value that holds at a moment: that of the last point before it. */
export function valueAt(points: readonly Point[], t_us: number): number | null {
  let value: number | null = null
  for (const [t_s, next] of points) {
    if (t_s * 1e6 > t_us) break
    value = next
  }
  return value
}
