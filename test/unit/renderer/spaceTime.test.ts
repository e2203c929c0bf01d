import { expect, test } from 'vitest'
import type { MessageTrace } from '../../../src-shared/folds/messages'
import { arrowAt, arrowPaths, arrowsOf } from '../../../src-renderer/lab/timeline/spaceTime'
import { traceOf } from './support/traces'

const LANES: Record<string, number> = { n1: 0, n2: 100 }
const scale = { x: (t_us: number) => t_us / 10, y: (id: string) => LANES[id], now_us: 2000 }

const at = (change: Partial<MessageTrace> = {}) => traceOf('n1', 'n2', 1000, null, change)
const pathOf = (...traces: MessageTrace[]) => [...arrowPaths(arrowsOf(traces, scale), ({ status }) => status)]

test('a delivered message runs from its sending to its arrival', () => {
  const [[key, path]] = pathOf(at({ delivered_us: 1500 })) as [[string, string]]
  expect(key).toBe('delivered')
  expect(path).toMatch(/^M100\.0 0\.0L150\.0 100\.0M/)
})

test('a dropped message ends in a cross before the other lane', () => {
  const [[key, path]] = pathOf(at({ dropped: { t: 1000, cause: 'cut' } })) as [[string, string]]
  expect(key).toBe('dropped')
  expect(path).toMatch(/^M100\.0 0\.0L108\.0 40\.0M/)
})

test('a message under way has got as far as now, and endpoints without a lane are left out', () => {
  expect(pathOf(at())[0]![1]).toMatch(/L200\.0 100\.0M/)
  expect(pathOf(at({ from: 'c1' }))).toEqual([])
})

test('the arrow that is meant is the nearest to the pointer, if it is near', () => {
  const arrows = arrowsOf([at({ delivered_us: 1500 }), traceOf('n2', 'n1', 1000, 1900)], scale)
  expect(arrowAt(arrows, { x: 126, y: 50 }, 8)).toBe(arrows[0])
  expect(arrowAt(arrows, { x: 188, y: 2 }, 8)).toBe(arrows[1])
  expect(arrowAt(arrows, { x: 20, y: 50 }, 8)).toBeNull()
})
