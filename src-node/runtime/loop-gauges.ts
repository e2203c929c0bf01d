import { performance } from 'node:perf_hooks'
import type { RuntimeGauges } from '../node-core/sampler'

/** Reads how busy this process is; to be called every `interval_ms`. */
export function createLoopGauges(interval_ms: number): () => RuntimeGauges {
  let last = performance.eventLoopUtilization()
  let due_ms = performance.now() + interval_ms
  return () => {
    const gauges = {
      loop_busy_percent: 100 * performance.eventLoopUtilization(last).utilization,
      loop_lag_ms: Math.max(0, performance.now() - due_ms),
      memory_mib: process.memoryUsage.rss() / 2 ** 20
    }
    last = performance.eventLoopUtilization()
    due_ms = performance.now() + interval_ms
    return gauges
  }
}
