/** `npm run bench`: bundles the benchmarks like the programs that they measure, and runs them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { buildIfStale } from '../../scripts/build.mjs'
import { ROOT } from '../../scripts/paths.mjs'
import { fail, runNode } from '../../scripts/process.mjs'

/** The benchmarks, and the processes that they start besides those of the lab. */
const ENTRIES = ['main', 'raft-load']

const bundles = mkdtempSync(join(ROOT, 'out/bench-'))
try {
  if ((await buildIfStale()) !== 0) fail('The lab could not be built.')
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    // Playwright finds its own files from where it is installed.
    ssr: { noExternal: true, external: ['@playwright/test'] },
    build: {
      ssr: true,
      outDir: bundles,
      target: 'node18',
      rolldownOptions: {
        input: Object.fromEntries(ENTRIES.map((name) => [name, join(ROOT, 'test/bench', `${name}.ts`)])),
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunk-[name].cjs' }
      }
    }
  })
  process.exitCode = await runNode(join(bundles, 'main.cjs'), process.argv.slice(2), {
    cwd: ROOT,
    env: { NETSPLIT_ENTRIES: join(ROOT, 'out/main'), ...process.env }
  })
} finally {
  rmSync(bundles, { recursive: true, force: true })
}
