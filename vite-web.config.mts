import { resolve } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import type { Plugin, UserConfig } from 'vite'
import { defineScenarioListings } from './scripts/scenario-listings.mts'
import { noticesBesidePage } from './scripts/third-party-notices.mts'

/** The page's own files, for the service worker to keep. */
const serviceWorker: Plugin = {
  name: 'netsplit:service-worker',
  generateBundle(_, bundle) {
    const files = ['./', ...Object.keys(bundle).filter((file) => !file.endsWith('.map') && file !== 'index.html')]
    const worker = Object.values(bundle).find(({ fileName }) => fileName === 'service-worker.js')
    if (worker?.type !== 'chunk') throw new Error('the build lacks its service worker')
    worker.code = worker.code.replace('__FILES__', () => JSON.stringify(files.filter((file) => file !== 'service-worker.js')))
  }
}

const NOTHING = '\0netsplit:nothing'

/** Of Node's modules, which workerpool names for other places, a browser has none. */
const workerpoolInBrowsers: Plugin = {
  name: 'netsplit:workerpool',
  enforce: 'pre',
  resolveId: {
    filter: { id: /^(os|child_process|worker_threads)$/ },
    handler: (_, importer) => (importer?.includes('/node_modules/workerpool/') ? NOTHING : null)
  },
  load: { filter: { id: new RegExp(`^${NOTHING}$`) }, handler: () => 'export {}' }
}

/** The lab as static files for any browser: `npm run build:web`. */
export default defineConfig(async (): Promise<UserConfig> => ({
  define: await defineScenarioListings(),
  root: 'src-web',
  // Relative: the folder may be served from anywhere.
  base: './',
  // The notices come last: a page that few open need not be kept for times without a network.
  plugins: [vue(), tailwindcss(), workerpoolInBrowsers, serviceWorker, noticesBesidePage],
  worker: {
    format: 'es',
    plugins: () => [workerpoolInBrowsers],
    // What a worker begins with is one file: parts that it loads later share much of it, which would come as dozens.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'worker-start', tags: ['$initial'] }] } } }
  },
  build: {
    outDir: resolve('out/web'),
    emptyOutDir: true,
    target: 'chrome114',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4_000,
    rolldownOptions: {
      input: { index: resolve('src-web/index.html'), 'service-worker': resolve('src-web/service-worker.ts') },
      output: { entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js') }
    }
  }
}))
