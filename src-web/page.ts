import { mountPage } from '../src-renderer/mount'
import { openWorker } from './worker-link'
import type { StartedWorker } from './worker-link'

/** Draws the page and opens its lab. */
export function openPage(started: StartedWorker): void {
  mountPage((listener) => openWorker(started, listener))
}
