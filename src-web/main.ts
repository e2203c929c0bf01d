/** The whole window in a browser's tab, with a lab of its own beside it: no server, no install. */

/** After the lab's first word: fetching and compiling what is kept takes a processor for seconds, and the first run comes first. */
const KEEP_AFTER_MS = 5_000

// The lab starts while the page's own scripts are still on their way: neither waits for the other.
const worker = new Worker(new URL('./lab-worker.ts', import.meta.url), { type: 'module' })
const failed = new Promise<void>((resolve) => worker.addEventListener('error', () => resolve()))
void import('./page').then(({ openPage }) => openPage({ worker, failed }))
// Once loaded, the page also opens without a network; where that is not to be had it works all the same.
if ('serviceWorker' in navigator && import.meta.env.PROD) {
  const keep = () => void navigator.serviceWorker.register('./service-worker.js').catch(() => {})
  worker.addEventListener('message', () => setTimeout(keep, KEEP_AFTER_MS), { once: true })
}
