import type { ChartDefinition } from '../../charts/definition'
import { chartOption, laneAxis } from '../../charts/frame'
import type { ChartTheme } from '../../charts/palette'
import type { Plot } from '../../charts/plot'
import { plotOf, textShape } from '../../charts/plot'
import type { NodeId } from '../../ids'
import { newestSpread, spreadFold } from './spread'
import type { Knower, Spread } from './spread'

/** From one row to the next, in font sizes, below which names are left out. */
const NAMED_ROW_EM = 1.2
const DOT_PX = 2.5

interface Place {
  readonly knower: Knower
  /** From 0 to 1. */
  readonly x: number
  readonly y: number
}

/** Who told whom the newest update: rounds to the right, whoever was told by the same site beneath each other. */
export const treeChart: ChartDefinition = {
  id: 'told-by',
  title: 'Who told whom',
  subtitle: 'the newest update, from the site that was given it: rounds to the right, a line for each telling that was news',
  height_px: 260,
  least_px: 160,
  timeless: true,
  applies: (run) => spreadFold.of(run) !== null,
  has_data: (run) => (spreadFold.of(run)?.updates.length ?? 0) > 0,
  build(fold, view, theme, size) {
    const plot = plotOf(view, theme, size)
    const spread = newestSpread(spreadFold.of(fold)!, view.to_us)
    return chartOption(this, { fold, view, theme, size }, plot, {
      yAxis: laneAxis(theme, [''], plot.height),
      series: [],
      empty: spread === null ? 'no site was given an update yet' : null,
      tooltip: () => [],
      graphic: spread === null ? [] : treeShapes(spread, view.to_us, theme, plot)
    })
  }
}

function treeShapes(spread: Spread, until_us: number, theme: ChartTheme, plot: Plot): object[] {
  const places = placesOf(spread.knowers.filter(({ at_us }) => at_us <= until_us))
  const at = ({ x, y }: Place) => ({ x: plot.left + x * plot.width, y: plot.top + y * plot.height })
  const is_named = plot.height / Math.max(1, places.size) >= NAMED_ROW_EM * theme.small_px
  return [...places.values()].flatMap((place) => {
    const { node, from, rounds } = place.knower
    const { x, y } = at(place)
    const teller = from === null ? undefined : places.get(from)
    const start = teller && at(teller)
    return [
      ...(start ? [lineShape(`edge ${node}`, start, { x, y }, theme)] : []),
      {
        id: `site ${node}`,
        silent: true,
        type: 'circle',
        shape: { cx: x, cy: y, r: DOT_PX },
        style: { fill: theme.tones.gold.fill }
      },
      ...(is_named || from === null
        ? [
            {
              id: `name ${node}`,
              silent: true,
              // The root's name stands before it, clear of its lines.
              ...textShape(
                `${node} · ${rounds}`,
                x + (from === null ? -2 : 2) * DOT_PX,
                y,
                theme.text,
                theme,
                theme.small_px,
                from === null ? { align: 'right' } : {}
              )
            }
          ]
        : [])
    ]
  })
}

function lineShape(id: string, from: { x: number; y: number }, to: { x: number; y: number }, theme: ChartTheme): object {
  const shape = { x1: from.x, y1: from.y, x2: to.x, y2: to.y }
  return { id, silent: true, type: 'line', shape, style: { stroke: theme.muted, lineWidth: theme.line_px / 2 } }
}

/** Each site a row of its own, right below whoever told it. */
function placesOf(knowers: readonly Knower[]): ReadonlyMap<NodeId, Place> {
  const told = new Map<NodeId | null, Knower[]>()
  for (const knower of knowers) {
    const siblings = told.get(knower.from)
    if (siblings) siblings.push(knower)
    else told.set(knower.from, [knower])
  }
  const rounds_max = Math.max(1, ...knowers.map(({ rounds }) => rounds))
  const places = new Map<NodeId, Place>()
  const waiting = [...(told.get(null) ?? [])]
  while (waiting.length > 0) {
    const knower = waiting.pop()!
    if (places.has(knower.node)) continue
    places.set(knower.node, { knower, x: knower.rounds / rounds_max, y: (places.size + 0.5) / knowers.length })
    waiting.push(...[...(told.get(knower.node) ?? [])].reverse())
  }
  return places
}
