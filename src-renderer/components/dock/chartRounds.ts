import type { InjectionKey } from 'vue'
import type { Rounds } from '../../composables/useRounds'

export const ROUNDS: InjectionKey<Rounds> = Symbol('rounds')
