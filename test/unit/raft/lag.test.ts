import { expect, test } from 'vitest'
import { lagInMs, recordAppendTime } from '../../../src-node/protocols/replicated-log/lag'
import type { Leading } from '../../../src-node/protocols/raft/state'

function recorded(...times: [index: number, at_ms: number][]): Leading {
  const leading = { append_times: [] } as unknown as Leading
  for (const [index, at_ms] of times) recordAppendTime(leading, index, at_ms * 1000)
  return leading
}

test('the lag is the age of the oldest entry that the follower lacks', () => {
  const leading = recorded([10, 100], [20, 200], [30, 300])
  expect(lagInMs(leading, 30, 30, 999_000)).toBe(0)
  expect(lagInMs(leading, 29, 30, 310_000)).toBe(10)
  expect(lagInMs(leading, 20, 30, 310_000)).toBe(10)
  expect(lagInMs(leading, 19, 30, 310_000)).toBe(110)
  expect(lagInMs(leading, 9, 30, 310_000)).toBe(210)
})

test('the age of an entry that is older than all that is remembered is not known', () => {
  expect(lagInMs(recorded([10, 100]), 8, 30, 310_000)).toBe(NaN)
  expect(lagInMs(recorded(), 8, 30, 310_000)).toBe(NaN)
  expect(lagInMs(recorded(), 30, 30, 310_000)).toBe(0)
})

test('times are kept in constant space, the newest exactly', () => {
  const leading = recorded(...Array.from({ length: 50_000 }, (_, at): [number, number] => [at + 1, at + 1]))
  expect(leading.append_times.length).toBeLessThanOrEqual(1024)
  expect(lagInMs(leading, 49_999, 50_000, 50_007_000)).toBe(7)
  expect(lagInMs(leading, 0, 50_000, 50_000_000)).toBeGreaterThan(0)
})
