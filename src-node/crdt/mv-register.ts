import { causalCrdt, dotsOfFun, joinDotFuns } from './causal'
import type { CausalType, DotFun } from './causal'
import { compareStrings } from './sorted'
import { dotsOf, nextDot, unionDots } from './dots'

/** A write supersedes all that its writer saw; a clear likewise, and leaves nothing. */
export type MvRegisterOp = { readonly f: 'write'; readonly value: string } | { readonly f: 'clear' }

/**
 * Multi-value register: concurrent writes all stay, as siblings, ascending (Almeida, Shoker, Baquero 2018). At most one of each
 * replica's, where no delta is missing between others.
 */
export const mvRegisterType: CausalType<DotFun<string>, MvRegisterOp, readonly string[]> = {
  name: 'mv-register',
  empty: [],
  mutate: ({ store, context }, replica, op) => {
    const superseded = dotsOfFun(store)
    if (op.f === 'clear') return { store: [], context: superseded }
    const dot = nextDot(context, replica)
    return { store: [[...dot, op.value]], context: unionDots(superseded, dotsOf(dot)) }
  },
  joinStores: joinDotFuns,
  dots: dotsOfFun,
  value: (store) => store.map(([, , value]) => value).sort(compareStrings)
}

export const mvRegister = causalCrdt(mvRegisterType)
