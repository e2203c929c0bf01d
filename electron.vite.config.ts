import { chmodSync } from 'node:fs'
import { join, resolve } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import { defineScenarioListings } from './scripts/scenario-listings.mts'
import { noticesBesidePage } from './scripts/third-party-notices.mts'

/** Every process of the lab and the file that it starts from. */
const MAIN_ENTRIES = {
  desktop: 'src-main/desktop/main.ts',
  cli: 'src-main/cli/main.ts',
  node: 'src-node/runtime/main.ts',
  fabric: 'src-main/fabric/main.ts',
  client: 'src-main/workload/main.ts',
  reaper: 'src-main/lab/reaper/main.ts',
  checker: 'src-main/checkers/worker.ts',
  sweeper: 'src-main/sweep/worker.ts'
}

// The oldest Electron in use (25) embeds Node 18 and Chromium 114.
const NODE_TARGET = 'node18'
const CHROME_TARGET = 'chrome114'
// Everything is read from the local disk.
const CHUNK_WARNING_KB = 4_000

/** The command line's bundle is the package's `bin`, started by name. */
const executableCli: Plugin = {
  name: 'netsplit:executable-cli',
  writeBundle(options, bundle) {
    if (bundle['cli.js']) chmodSync(join(options.dir!, 'cli.js'), 0o755)
  }
}

const main = async () => ({
  // The codec's native part is never in a bundle; looking for it takes each process a tenth of its start.
  define: { ...(await defineScenarioListings()), 'process.env.MSGPACKR_NATIVE_ACCELERATION_DISABLED': '"true"' },
  plugins: [executableCli],
  build: {
    target: NODE_TARGET,
    sourcemap: true,
    chunkSizeWarningLimit: CHUNK_WARNING_KB,
    // Bundled whole: many libraries are ESM only while these bundles are CommonJS, and one file starts faster than hundreds.
    externalizeDeps: false,
    // A rebuild must not pull files away under a lab that is running; names carry no hash, so nothing stale piles up.
    emptyOutDir: false,
    rolldownOptions: {
      input: MAIN_ENTRIES,
      external: ['@resvg/resvg-js'],
      // Flat: a module that lands in a shared chunk keeps the entries' folder as its __dirname.
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunk-[name].js' }
    }
  }
})

const preload = {
  build: {
    target: NODE_TARGET,
    externalizeDeps: false,
    rolldownOptions: { input: { preload: resolve('src-main/desktop/preload.ts') }, output: { entryFileNames: '[name].js' } }
  }
}

const renderer = {
  root: 'src-renderer',
  plugins: [vue(), tailwindcss(), noticesBesidePage],
  // Nothing inlined: the page's content security policy takes fonts from files alone.
  build: {
    target: CHROME_TARGET,
    minify: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: CHUNK_WARNING_KB,
    rolldownOptions: { input: resolve('src-renderer/index.html') }
  }
}

/** `--mode main` builds the processes alone. */
export default defineConfig(async ({ mode }) =>
  mode === 'main' ? { main: await main() } : { main: await main(), preload, renderer }
)
