import { expect, it } from 'vitest'
import { cycleGraph, cycleText } from '../../../src-shared/charts/cycle'
import { graphPicture } from '../../../src-shared/charts/graph-shapes'
import { THEMES } from '../../../src-shared/charts/palette'
import { textWidth } from '../../../src-shared/charts/plot'
import type { CycleEdge } from '../../../src-shared/isolation/finding'

const transaction = (client: string) => ({ client, op: 1 })
const edge = (from: string, to: string, kind: CycleEdge['kind'], key: string | null): CycleEdge => ({
  from: transaction(from),
  to: transaction(to),
  kind,
  key,
  text: ''
})
const RING = [
  edge('a', 'b', 'ww', 'x'),
  edge('b', 'c', 'predicate', 'a-key-that-is-longer-than-an-arrow'),
  edge('c', 'a', 'realtime', null)
]

interface Shape {
  readonly id: string
  readonly shape: Readonly<Record<'x' | 'y' | 'width' | 'height' | 'x1' | 'y1' | 'x2' | 'y2', number>>
  readonly style: { readonly text: string; readonly x: number; readonly y: number }
}

function drawn(cycle: readonly CycleEdge[], height_px: number): Shape[] {
  const size = { width_px: 410, height_px }
  return (graphPicture(cycleGraph(cycle), THEMES.light, size) as unknown as { readonly graphic: Shape[] }).graphic
}

it('has a node for each transaction, and an arrow with its kind and key to the next', () => {
  const { nodes, edges } = cycleGraph(RING)
  expect(nodes.map(({ name }) => name)).toEqual(['a #1', 'b #1', 'c #1'])
  expect(edges).toEqual([
    { from: 'a #1', to: 'b #1', text: 'ww x' },
    { from: 'b #1', to: 'c #1', text: 'rw by scan …n-an-arrow' },
    { from: 'c #1', to: 'a #1', text: 'real time' }
  ])
  expect(cycleText(RING.slice(2))).toBe('c #1 before a #1 (real time)')
})

it.each([2, 3, 4, 5])('of %i transactions has words that stand on no arrow and within the picture', (count) => {
  const names = ['a', 'b', 'c', 'd', 'e'].slice(0, count)
  const cycle = names.map((name, i) => edge(name, names[(i + 1) % count]!, 'wr', 'account-1'))
  const shapes = drawn(cycle, count > 2 ? 220 : 120)
  const lines = shapes.filter(({ id }) => /^edge \d+$/.test(id))
  const words = shapes.filter(({ id }) => /^edge \d+ text$/.test(id))
  expect(words).toHaveLength(count)
  for (const { style } of words) {
    const half = { x: textWidth(style.text, THEMES.light.small_px) / 2, y: THEMES.light.small_px / 2 }
    expect(style.x - half.x).toBeGreaterThan(0)
    expect(style.x + half.x).toBeLessThan(410)
    for (const { shape } of lines) expect(isCrossed(style, half, shape)).toBe(false)
  }
})

/** Looked at in many points along the line. */
function isCrossed(
  { x, y }: Shape['style'],
  half: { readonly x: number; readonly y: number },
  { x1, y1, x2, y2 }: Shape['shape']
): boolean {
  return Array.from({ length: 101 }, (_, i) => i / 100).some(
    (share) => Math.abs(x1 + (x2 - x1) * share - x) < half.x && Math.abs(y1 + (y2 - y1) * share - y) < half.y
  )
}
