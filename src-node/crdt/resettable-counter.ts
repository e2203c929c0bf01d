import { dotsOfFun, joinDotFuns } from './causal'
import type { CausalType, DotFun } from './causal'
import { nextDot } from './dots'
import type { PnCounterOp } from './pn-counter'

export type ResettableCounterOp = PnCounterOp | { readonly f: 'reset' }

/**
 * Counter for an add-wins map: each replica's sum under one dot, which its next add supersedes, so that a reset (or a remove of the
 * key) takes away what was seen. Of a replica that adds concurrently with the reset, the whole sum survives (Baquero, Almeida, Lerche, "The
 * problem with embedded CRDT counters and a solution", PaPoC 2016).
 */
export const resettableCounterType: CausalType<DotFun<number>, ResettableCounterOp, number> = {
  name: 'resettable-counter',
  empty: [],
  mutate: ({ store, context }, replica, op) => {
    if (op.f === 'reset') return { store: [], context: dotsOfFun(store) }
    const own = store.filter(([writer]) => writer === replica)
    const sum = own.reduce((total, [, , added]) => total + added, op.by)
    if (!Number.isSafeInteger(op.by) || !Number.isSafeInteger(sum)) throw new RangeError(`cannot add ${op.by}`)
    const delta: DotFun<number> = [[...nextDot(context, replica), sum]]
    return { store: delta, context: dotsOfFun([...own, ...delta]) }
  },
  joinStores: joinDotFuns,
  dots: dotsOfFun,
  value: (store) => store.reduce((sum, [, , added]) => sum + added, 0)
}
