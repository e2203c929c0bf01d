import { causalCrdt, joinDotMaps, joinDotSets } from './causal'
import type { CausalType, DotMap } from './causal'
import { dotsOf, nextDot, NO_DOTS, unionDots } from './dots'
import type { Dots } from './dots'
import { getEntry } from './sorted'

export interface OrSetOp {
  readonly f: 'add' | 'remove'
  readonly element: string
}

/**
 * Observed-remove set, add wins, without tombstones (Bieniusa et al., "An optimized conflict-free replicated set", RR-8083 2012;
 * as deltas: Almeida, Shoker, Baquero 2018). An element is there while one of its adds is that no remove has seen.
 */
export const orSetType: CausalType<DotMap<Dots>, OrSetOp, readonly string[]> = {
  name: 'or-set',
  empty: [],
  mutate: ({ store, context }, replica, { f, element }) => {
    const seen = getEntry(store, element) ?? NO_DOTS
    if (f === 'remove') return { store: [], context: seen }
    const added = dotsOf(nextDot(context, replica))
    return { store: [[element, added]], context: unionDots(seen, added) }
  },
  joinStores: (a, b) => joinDotMaps(a, b, { empty: NO_DOTS, joinStores: joinDotSets }),
  dots: (store) => store.reduce((all, [, dots]) => unionDots(all, dots), NO_DOTS),
  value: (store) => store.map(([element]) => element)
}

export const orSet = causalCrdt(orSetType)
