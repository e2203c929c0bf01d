/** Readings taken to relate the two clocks; whatever happens between the two halves of one reading can only make it too small. */
const READINGS = 10

/**
 * The run's clock: integer microseconds since `epoch_ns`, a `process.hrtime.bigint()` reading of whichever process began the run.
 * All processes of a machine share that clock (CLOCK_MONOTONIC and its kin), so their readings compare.
 */
export function createRunClock(epoch_ns: bigint): () => number {
  // Bigints here only, plain numbers from then on: performance.now() reads the same clock from another origin.
  let offset_us = -Infinity
  for (let i = 0; i < READINGS; i++) {
    const reading_us = Number(process.hrtime.bigint() - epoch_ns) / 1000 - performance.now() * 1000
    offset_us = Math.max(offset_us, reading_us)
  }
  return () => Math.floor(performance.now() * 1000 + offset_us)
}
