import type { Settings } from '../settings'
import { lastWriteWins } from './last-write-wins'
import type { Resolution } from './resolution'
import { CRDT, merging } from './siblings'

/** Whoever uses it treats states as opaque, so their types are erased here. */
export function resolutionOf(settings: Pick<Settings, 'conflicts' | 'merge_function'>): Resolution {
  return typedResolutionOf(settings) as unknown as Resolution
}

function typedResolutionOf({ conflicts, merge_function }: Pick<Settings, 'conflicts' | 'merge_function'>) {
  switch (conflicts) {
    case 'last-write-wins':
      return lastWriteWins
    case 'merge':
      return merging(merge_function)
    case 'crdt':
      return CRDT
  }
}
