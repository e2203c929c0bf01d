/** The whole window in a browser's tab, with a lab of its own beside it: no server, no install. */

/** However busy the page is. */
const KEEP_WITHIN_MS = 20_000

// The lab starts while the page's own scripts are still on their way: neither waits for the other.
const worker = new Worker(new URL('./lab-worker.ts', import.meta.url), { type: 'module' })
const failed = new Promise<void>((resolve) => worker.addEventListener('error', () => resolve()))
void import('./page').then(({ openPage }) => openPage({ worker, failed }))
// Once loaded, the page also opens without a network; where that is not to be had it works all the same. What it keeps is fetched only
// when nothing else waits: the first run comes first.
if ('serviceWorker' in navigator && import.meta.env.PROD)
  addEventListener('load', () => {
    const keep = () => void navigator.serviceWorker.register('./service-worker.js').catch(() => {})
    if ('requestIdleCallback' in window) requestIdleCallback(keep, { timeout: KEEP_WITHIN_MS })
    else setTimeout(keep, KEEP_WITHIN_MS)
  })
