import { causalCrdt, joinDotMaps } from './causal'
import type { CausalType, DotMap } from './causal'
import { NO_DOTS, unionDots } from './dots'
import { getEntry } from './sorted'
import type { Entry } from './sorted'

export type OrMapOp<Op> =
  /** Does `op` to what is under the key, from nothing if need be. */
  { readonly f: 'update'; readonly key: string; readonly op: Op } | { readonly f: 'remove'; readonly key: string }

/**
 * Add-wins map from keys to causal CRDTs of one type, all under one causal context (Almeida, Shoker, Baquero 2018). A remove
 * takes away what its replica saw under the key; an update concurrent with it survives, with nothing but itself. A key is there
 * while something is alive under it. Maps nest.
 */
export function orMapType<Store extends readonly unknown[], Op, Value>(
  type: CausalType<Store, Op, Value>
): CausalType<DotMap<Store>, OrMapOp<Op>, readonly Entry<Value>[]> {
  return {
    name: `or-map of ${type.name}`,
    empty: [],
    mutate: ({ store, context }, replica, op) => {
      const old = getEntry(store, op.key) ?? type.empty
      if (op.f === 'remove') return { store: [], context: type.dots(old) }
      const delta = type.mutate({ store: old, context }, replica, op.op)
      return { store: delta.store.length === 0 ? [] : [[op.key, delta.store]], context: delta.context }
    },
    joinStores: (a, b) => joinDotMaps(a, b, type),
    dots: (store) => store.reduce((all, [, nested]) => unionDots(all, type.dots(nested)), NO_DOTS),
    value: (store) => store.map(([key, nested]) => [key, type.value(nested)])
  }
}

export function orMap<Store extends readonly unknown[], Op, Value>(type: CausalType<Store, Op, Value>) {
  return causalCrdt(orMapType(type))
}
