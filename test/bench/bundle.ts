import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { build } from 'vite'

/** Bundles a TypeScript file into one that plain Node runs: for processes that a benchmark starts. `remove` deletes it again. */
export async function bundle(file: string): Promise<{ path: string; remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'netsplit-bench-'))
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: resolve(file),
      outDir: folder,
      target: 'node18',
      rolldownOptions: { output: { format: 'cjs', entryFileNames: '[name].cjs' } }
    }
  })
  return {
    path: join(folder, basename(file).replace(/\.ts$/, '.cjs')),
    remove: () => rmSync(folder, { recursive: true, force: true })
  }
}
