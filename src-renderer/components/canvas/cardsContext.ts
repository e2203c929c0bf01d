import type { InjectionKey, Ref } from 'vue'
import type { EndpointId } from '../../../src-shared/ids'
import type { useCanvasPlan } from '../../composables/useCanvasPlan'

/** What is drawn of links and groups where nodes are few enough for cards. */
export type CardsContext = ReturnType<typeof useCanvasPlan> & {
  /** The node under the pointer. */
  readonly hovered: Ref<EndpointId | null>
}

export const CARDS: InjectionKey<CardsContext> = Symbol('cards')
