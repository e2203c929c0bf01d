/** The whole window in a browser's tab, with a lab of its own beside it: no server, no install. */
import { mountPage } from '../src-renderer/mount'
import { openWorker } from './worker-link'

mountPage(openWorker)
// Once loaded, the page also opens without a network; where that is not to be had it works all the same.
if ('serviceWorker' in navigator && import.meta.env.PROD)
  void navigator.serviceWorker.register('./service-worker.js').catch(() => {})
