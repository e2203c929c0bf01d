import type { StrategyDescription } from '../../../src-shared/description/protocol-description'
import { allMatching } from './all-matching'
import { any } from './any'
import { call } from './call'
import { followers } from './followers'
import { leader } from './leader'
import { freshest, nearest } from './nearest'
import { replicas } from './replicas'
import { routed } from './routed'
import type { Strategy } from './strategy'

/** The strategy that a policy names. */
export function strategyOf(description: StrategyDescription): Strategy {
  switch (description.name) {
    case 'leader':
      return leader
    case 'any':
      return any
    case 'followers':
      return followers
    case 'nearest':
      return nearest
    case 'freshest':
      return freshest
    case 'routed':
      return routed
    case 'replicas':
      return replicas
    case 'call':
      return call
    case 'all-matching':
      return allMatching(description.equal_answers)
  }
}
