import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

const WORKERS = Math.max(2, availableParallelism() - 1)

/** Tests that compute. `npm test` gives them the time that others leave: their bounds end a test that hangs, no more. */
const COMPUTING = {
  // Not threads: with them the run, all passed, ended in a crash of native code now and then.
  // Two at a time also on two cores, where vitest by itself would leave one idle.
  pool: 'forks',
  maxWorkers: WORKERS,
  // A worker loads each module once, and not once for each file.
  isolate: false,
  testTimeout: 120_000,
  hookTimeout: 120_000
} as const

export default defineConfig({
  test: {
    env: { NETSPLIT_ENTRIES: resolve('out/main') },
    projects: [
      {
        extends: true,
        test: { ...COMPUTING, name: 'unit', include: ['test/unit/**/*.test.ts'] }
      },
      {
        extends: true,
        test: { ...COMPUTING, name: 'simulation', include: ['test/simulation/**/*.test.ts'] }
      },
      {
        extends: true,
        // Clusters of real processes need the cores for themselves: one file after the other.
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          pool: 'forks',
          fileParallelism: false,
          maxConcurrency: 3,
          testTimeout: 60_000,
          hookTimeout: 60_000
        }
      }
    ]
  }
})
