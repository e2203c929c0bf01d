import { expect, it } from 'vitest'
import { createRunClock } from '../../../src-node/runtime/run-clock'

it('the run’s clock reads what the machine’s monotonic clock reads, since the epoch', () => {
  const epoch_ns = process.hrtime.bigint() - 5_000_000_000n
  const sinceEpoch_us = () => Number(process.hrtime.bigint() - epoch_ns) / 1000
  for (let clock = 0; clock < 20; clock++) {
    const now_us = createRunClock(epoch_ns)
    for (let reading = 0; reading < 100; reading++) {
      const before_us = sinceEpoch_us()
      const t = now_us()
      const after_us = sinceEpoch_us()
      // Ten microseconds of slack: the two clocks are related by a reading that itself takes time.
      expect(t).toBeGreaterThan(before_us - 10)
      expect(t).toBeLessThan(after_us + 10)
    }
  }
})
