import type { InjectionKey } from 'vue'
import type { DrawQueue } from '../../composables/useDrawQueue'

export const DRAW_QUEUE: InjectionKey<DrawQueue> = Symbol('rounds')
