import type { RunFold } from '../folds/run'
import { replicaName } from '../replica'
import type { Replica, ReplicaKey } from '../replica'
import { shortName } from '../text/short-name'
import type { Line } from './lines'
import type { ChartTheme } from './palette'
import { nodeColour } from './palette'
import type { Point } from './points'

/** Dashes tell nodes apart where colours cannot: in grey, or where lines lie on each other. */
const DASHES = [undefined, [5, 2], [2, 1.5], [6, 2, 1.5, 2], [1, 1]] as const

/** Beside a value, in the margin at the line's end. */
const NAME_CHARACTERS = 8

/**
 * The line of a replica in its node's colour, with its name and newest value at the end. Dashes tell nodes apart, or, where nodes host
 * several, the groups.
 */
export function replicaLine(
  fold: RunFold,
  { key, node, group }: Replica & { readonly key: ReplicaKey },
  points: readonly Point[],
  theme: ChartTheme,
  text: (value: number) => string
): Line {
  const place = [...fold.cluster.nodes.keys()].indexOf(node)
  const dash = group === undefined ? place : [...fold.cluster.nodes.get(node)!.groups.keys()].indexOf(group)
  const newest = points.at(-1)?.[1] ?? null
  const name = replicaName({ node: shortName(node, NAME_CHARACTERS), group: group === node ? undefined : group })
  const value_text = newest === null ? '–' : text(newest)
  return { id: key, points, colour: nodeColour(theme, place), dash: DASHES[dash % DASHES.length], name, value_text }
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
