import { expect, test } from 'vitest'
import { expectedLatency, intervalAfter } from '../../../src-shared/protocols/spanner-kv/latency-curve'

test('a write takes the longer of twice ε and replication', () => {
  expect(expectedLatency(1, 2.3)).toBe(2.3)
  expect(expectedLatency(4, 2.3)).toBe(8)
})

test('the stamp is the end of the interval at first, and before its beginning after twice ε', () => {
  const stamp = intervalAfter(0, 4).latest_ms
  expect(intervalAfter(8, 4).earliest_ms).toBe(stamp)
  expect(intervalAfter(8.1, 4).earliest_ms).toBeGreaterThan(stamp)
})
