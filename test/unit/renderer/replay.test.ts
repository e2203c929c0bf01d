import { expect, test } from 'vitest'
import { stretchOf } from '../../../src-renderer/lab/messages/replay'

const S = 1_000_000

test('a replay begins just before the fault and ends just after the trouble that began with it', () => {
  const troubles = [
    { start_us: 1 * S, end_us: 1.2 * S },
    { start_us: 5 * S, end_us: 5.4 * S }
  ]
  const { from_us, to_us } = stretchOf({ start_us: 5 * S, end_us: null }, troubles, 20 * S)
  expect(from_us).toBeLessThan(5 * S)
  expect(from_us).toBeGreaterThan(4.9 * S)
  expect(to_us).toBeGreaterThan(5.4 * S)
  expect(to_us).toBeLessThan(5.5 * S)
})

test('trouble that goes on ends with what there is of the run', () => {
  expect(stretchOf({ start_us: 5 * S, end_us: null }, [{ start_us: 5 * S, end_us: null }], 8 * S).to_us).toBe(8 * S)
})

test('a fault that did nothing is shown for a moment; later trouble is not its own', () => {
  const later = [{ start_us: 9 * S, end_us: 10 * S }]
  expect(stretchOf({ start_us: 5 * S, end_us: 6 * S }, later, 20 * S).to_us).toBeLessThan(6 * S)
  expect(stretchOf({ start_us: 5 * S, end_us: null }, [], 5.1 * S).to_us).toBe(5.1 * S)
})
