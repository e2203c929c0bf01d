/**
 * For the V8 of the window's page. What it allocates is short-lived and comes without end, so that by itself V8 takes up to 64 MiB for young
 * objects, and as much again for dead old ones. With 8 MiB for each half of the young generation (`--max-semi-space-size`) and collections
 * once the heap has grown by half (`--heap-growing-percent`), the page's process stays small. With 4 MiB and a quarter they take a fifth more
 * processor time, and frames are lost. A page that allocates little for some seconds is not collected for that (`--no-memory-reducer`): it would
 * stand still for a tenth of a second or more.
 */
export const PAGE_JS_FLAGS = '--max-semi-space-size=8 --heap-growing-percent=50 --no-memory-reducer'
