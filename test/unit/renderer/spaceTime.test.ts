import { expect, test } from 'vitest'
import type { MessageTrace } from '../../../src-shared/folds/messages'
import { arrowPaths } from '../../../src-renderer/lab/timeline/spaceTime'

const LANES: Record<string, number> = { n1: 0, n2: 100 }
const scale = { x: (t_us: number) => t_us / 10, y: (id: string) => LANES[id], now_us: 2000 }

function trace(change: Partial<MessageTrace>): MessageTrace {
  return {
    place: 0,
    from: 'n1',
    to: 'n2',
    boot: 1,
    n: 1,
    first_us: 1000,
    type: 'x',
    forms: null,
    says: null,
    bytes: 1,
    sent_us: 1000,
    delivered_us: null,
    held: false,
    received_us: null,
    received_clock: null,
    sent_clock: null,
    late_us: null,
    copies: 0,
    corrupted: false,
    dropped: null,
    ...change
  }
}

test('a delivered message runs from its sending to its arrival', () => {
  expect(arrowPaths([trace({ delivered_us: 1500 })], scale).delivered).toMatch(/^M100\.0 0\.0L150\.0 100\.0M/)
})

test('a dropped message ends in a cross before the other lane', () => {
  const { dropped, delivered } = arrowPaths([trace({ dropped: { t: 1000, cause: 'cut' } })], scale)
  expect(dropped).toMatch(/^M100\.0 0\.0L108\.0 40\.0M/)
  expect(delivered).toBe('')
})

test('a message under way has got as far as now, and endpoints without a lane are left out', () => {
  expect(arrowPaths([trace({})], scale)['in flight']).toMatch(/L200\.0 100\.0M/)
  expect(Object.values(arrowPaths([trace({ from: 'c1' })], scale)).join('')).toBe('')
})
