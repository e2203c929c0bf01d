import type { RunFold } from '../folds/run'
import { shortName } from '../text/short-name'
import type { Line } from './lines'
import type { ChartTheme } from './palette'
import { nodeColour } from './palette'
import type { Point } from './points'

/** Dashes tell nodes apart where colours cannot: in grey, or where lines lie on each other. */
const DASHES = [undefined, [5, 2], [2, 1.5], [6, 2, 1.5, 2], [1, 1]] as const

/** Beside a value, in the margin at the line's end. */
const NAME_CHARACTERS = 8

/** The line of a node in its own colour, with its name and newest value at the end. */
export function nodeLine(
  fold: RunFold,
  node: string,
  points: readonly Point[],
  theme: ChartTheme,
  text: (value: number) => string
): Line {
  const place = [...fold.cluster.nodes.keys()].indexOf(node)
  const newest = points.at(-1)?.[1] ?? null
  const label = `${shortName(node, NAME_CHARACTERS)} ${newest === null ? '–' : text(newest)}`
  return { id: node, points, colour: nodeColour(theme, place), dash: DASHES[place % DASHES.length], label }
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
