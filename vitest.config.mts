import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

const WORKERS = Math.max(2, availableParallelism() - 1)

export default defineConfig({
  test: {
    env: { NETSPLIT_ENTRIES: resolve('out/main') },
    projects: [
      {
        extends: true,
        // Not threads: with them the run, all passed, ended in a crash of native code now and then.
        // Two at a time also on two cores, where vitest by itself would leave one idle.
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          pool: 'forks',
          maxWorkers: WORKERS,
          testTimeout: 20_000,
          hookTimeout: 20_000
        }
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
