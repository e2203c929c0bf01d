/**
 * The run's clock: integer microseconds since `epoch_ns`, a `process.hrtime.bigint()` reading of whichever process began the run.
 * All processes of a machine share that clock (CLOCK_MONOTONIC and its kin), so their readings compare.
 */
export function createRunClock(epoch_ns: bigint): () => number {
  // One bigint subtraction here, plain numbers from then on: performance.now() reads the same clock.
  const offset_us = Number(process.hrtime.bigint() - epoch_ns) / 1000 - performance.now() * 1000
  return () => Math.floor(performance.now() * 1000 + offset_us)
}
