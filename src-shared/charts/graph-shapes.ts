/** Few nodes on a ring, and arrows between them with words. */
import type { EChartsCoreOption } from 'echarts/core'
import type { ChartSize } from './definition'
import type { ChartTheme } from './palette'
import type { Plot } from './plot'
import { textShape, textWidth } from './plot'

export interface GraphNode {
  readonly name: string
  /** What sets it apart, in a word; null: nothing. */
  readonly mark: string | null
}

export interface GraphEdge {
  readonly from: string
  readonly to: string
  readonly text: string
}

export interface Graph {
  /** What is shown, above it; empty: that is said elsewhere. */
  readonly caption: string
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
}

/** Where the graph lies, px. */
type Frame = Pick<Plot, 'left' | 'top' | 'width' | 'height'>

interface Point {
  readonly x: number
  readonly y: number
}

/** Around its middle. */
interface Box extends Point {
  readonly half: Point
}

/** More cannot be told apart; the caption counts the rest. */
const NODES_MAX = 12
/** Half the width and height of the ring, of the plot's. */
const RING = { x: 0.36, y: 0.36 }
/** A node's box around its name, and arrowheads, in font sizes. */
const BOX_EM = { x: 0.8, y: 0.9 }
const ARROW_EM = 0.6
/** An arrow stands so far beside the line between its nodes, so that two of them can be told apart, and its words so far beside it. */
const ASIDE_EM = { arrow: 0.5, text: 0.3 }

/** Room around a picture that has nothing else, in font sizes. */
const MARGIN_EM = 0.5

/** A picture of its own. */
export function graphPicture(graph: Graph, theme: ChartTheme, { width_px, height_px }: ChartSize): EChartsCoreOption {
  const margin = MARGIN_EM * theme.font_px
  const frame = { left: margin, top: margin, width: width_px - 2 * margin, height: height_px - 2 * margin }
  return {
    animation: false,
    backgroundColor: theme.ground,
    tooltip: { show: false },
    series: [],
    graphic: graphShapes(graph, theme, frame)
  }
}

/** Graphic elements within this part of a picture. */
export function graphShapes({ caption, nodes: all, edges }: Graph, theme: ChartTheme, frame: Frame): object[] {
  const nodes = all.slice(0, NODES_MAX)
  const boxes = new Map(
    nodes.map((node, i): [string, Box] => [node.name, { ...placeOf(i, nodes.length, frame), half: halfOf(labelOf(node), theme) }])
  )
  const more = all.length > nodes.length ? `, and ${all.length - nodes.length} more` : ''
  return [
    { id: 'caption', silent: true, ...textShape(caption + more, frame.left, frame.top + theme.small_px / 2, theme.muted, theme) },
    ...edges.flatMap((edge, i) => edgeShapes(`edge ${i}`, edge, boxes, theme)),
    ...nodes.flatMap((node) => nodeShapes(node, boxes.get(node.name)!, theme))
  ]
}

/** On a ring, the first at the left. */
function placeOf(i: number, count: number, { left, top, width, height }: Frame): Point {
  const angle = Math.PI + (2 * Math.PI * i) / count
  return { x: left + width * (0.5 + RING.x * Math.cos(angle)), y: top + height * (0.55 + RING.y * Math.sin(angle)) }
}

function labelOf({ name, mark }: GraphNode): string {
  return mark === null ? name : `✗ ${name} (${mark})`
}

function halfOf(label: string, theme: ChartTheme): Point {
  return { x: textWidth(label, theme.small_px) / 2 + BOX_EM.x * theme.small_px, y: BOX_EM.y * theme.small_px }
}

/** What is marked is told by its word and a thicker line, not by colour alone. */
function nodeShapes(node: GraphNode, { x, y, half }: Box, theme: ChartTheme): object[] {
  const label = labelOf(node)
  const stroke = node.mark === null ? theme.ink : theme.outcomes.fail
  return [
    {
      id: `node ${node.name}`,
      type: 'rect',
      silent: true,
      shape: { x: x - half.x, y: y - half.y, width: 2 * half.x, height: 2 * half.y, r: half.y / 2 },
      style: { fill: theme.ground, stroke, lineWidth: theme.line_px * (node.mark === null ? 1 : 2) }
    },
    { id: `name ${node.name}`, silent: true, ...textShape(label, x, y, theme.text, theme, theme.small_px, { align: 'center' }) }
  ]
}

function edgeShapes(id: string, edge: GraphEdge, boxes: ReadonlyMap<string, Box>, theme: ChartTheme): object[] {
  const from = boxes.get(edge.from)
  const to = boxes.get(edge.to)
  if (from === undefined || to === undefined || from === to) return []
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const along = { x: (to.x - from.x) / length, y: (to.y - from.y) / length }
  // Outside of a ring that is walked clockwise.
  const outward = { x: along.y, y: -along.x }
  const aside_px = ASIDE_EM.arrow * theme.small_px
  const aside = { x: outward.x * aside_px, y: outward.y * aside_px }
  const reach = reachOf(to.half, along)
  const tip = { x: to.x - along.x * reach + aside.x, y: to.y - along.y * reach + aside.y }
  const text_px = clearance(edge.text, outward, theme)
  const start = reachOf(from.half, along)
  const middle = {
    x: (from.x + along.x * start + aside.x + tip.x) / 2 + outward.x * text_px,
    y: (from.y + along.y * start + aside.y + tip.y) / 2 + outward.y * text_px
  }
  const line = { x1: from.x + aside.x, y1: from.y + aside.y, x2: tip.x, y2: tip.y }
  return [
    { id, type: 'line', silent: true, shape: line, style: { stroke: theme.ink, lineWidth: theme.line_px } },
    { id: `${id} tip`, type: 'polygon', silent: true, shape: { points: arrowAt(tip, along, theme) }, style: { fill: theme.ink } },
    {
      id: `${id} text`,
      silent: true,
      ...textShape(edge.text, middle.x, middle.y, theme.text, theme, theme.small_px, { align: 'center' })
    }
  ]
}

/** From an arrow to the middle of its words in this direction, so that they never touch. */
function clearance(text: string, outward: Point, { small_px }: ChartTheme): number {
  const half = { x: textWidth(text, small_px) / 2, y: small_px / 2 }
  return Math.abs(outward.x) * half.x + Math.abs(outward.y) * half.y + ASIDE_EM.text * small_px
}

/** From a box's middle to its border, in this direction. */
function reachOf(half: Point, along: Point): number {
  return Math.min(half.x / Math.max(Math.abs(along.x), 1e-6), half.y / Math.max(Math.abs(along.y), 1e-6))
}

function arrowAt(tip: Point, along: Point, theme: ChartTheme): [number, number][] {
  const size = ARROW_EM * theme.small_px
  const back = { x: tip.x - along.x * size, y: tip.y - along.y * size }
  return [
    [tip.x, tip.y],
    [back.x - (along.y * size) / 2, back.y + (along.x * size) / 2],
    [back.x + (along.y * size) / 2, back.y - (along.x * size) / 2]
  ]
}
