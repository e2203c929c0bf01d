import type { InjectionKey } from 'vue'
import type { DrawQueue } from '../../composables/useDrawQueue'

/** Charts are drawn anew that often. */
export const ROUND_MS = 500
/** Charts of one column take turns; a chart by itself has a queue of its own. */
export const DRAW_QUEUE: InjectionKey<DrawQueue> = Symbol('rounds')
