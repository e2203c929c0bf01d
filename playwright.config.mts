import { defineConfig } from '@playwright/test'
import type { Shell } from './test/e2e/helpers/launchers'

export default defineConfig<{ shell: Shell }>({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/e2e',
  globalSetup: './scripts/e2e-setup.mjs',
  // Every test runs a whole cluster.
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  projects: [
    // What is in no folder holds in both shells; what the page does by itself is tried in a browser alone.
    { name: 'electron', use: { shell: 'electron' }, testIgnore: '**/page/**' },
    { name: 'chromium', use: { shell: 'chromium' }, testIgnore: '**/desktop/**' }
  ]
})
