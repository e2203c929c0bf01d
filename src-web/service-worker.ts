/** Keeps the page's files, so that it opens without a network. Each build has names of its own, so a kept file never is out of date. */
declare const self: ServiceWorkerGlobalScope
declare const __FILES__: readonly string[]
export {}

const KEPT = 'netsplit'

self.addEventListener('install', (event) => {
  const keep = caches.open(KEPT).then((cache) => cache.addAll([...__FILES__]))
  event.waitUntil(keep.then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOthers().then(() => self.clients.claim()))
})

/** The page itself comes from the network while there is one; all else by its name. */
self.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.method !== 'GET' || new URL(request.url).origin !== location.origin) return
  const kept = () => caches.match(request, { ignoreSearch: true }).then((found) => found ?? Response.error())
  event.respondWith(
    request.mode === 'navigate' ? fetch(request).catch(kept) : caches.match(request).then((found) => found ?? fetch(request))
  )
})

/** Files of former builds. */
async function forgetOthers(): Promise<void> {
  const cache = await caches.open(KEPT)
  const own = new Set(__FILES__.map((file) => new URL(file, self.registration.scope).href))
  for (const request of await cache.keys()) if (!own.has(request.url)) await cache.delete(request)
}
