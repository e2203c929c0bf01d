/**
 * Causal CRDTs: a *dot store* holds what is alive, a causal context what was ever seen (Almeida, Shoker, Baquero 2018). What
 * is in one store and not in the other lives on unless the other's context knows of it: then it was removed there. So removing
 * leaves no tombstone, and an event that the remover had not seen survives (add wins).
 */
import { compareStrings, mergeMaps, mergeSorted } from './sorted'
import type { Compare, SortedMap } from './sorted'
import { dotsOf, hasDot, NO_DOTS, subtractDots, unionDots } from './dots'
import type { Dot, Dots } from './dots'
import type { Crdt, ReplicaId } from './crdt'

/** All dot stores are arrays; the empty array is the empty store. */
type DotStore = readonly unknown[]

export interface Causal<Store extends DotStore> {
  readonly store: Store
  readonly context: Dots
}

/** What a causal CRDT is made of. It can stand alone (`causalCrdt`) or under a key of an add-wins map, sharing its context. */
export interface CausalType<Store extends DotStore, Op, Value> {
  readonly name: string
  readonly empty: Store
  /** See `Crdt.mutate`. New dots are drawn after `state.context`, which may hold more than this store's own. */
  readonly mutate: (state: Causal<Store>, replica: ReplicaId, op: Op) => Causal<Store>
  /** The joined store; the contexts' union goes with it. */
  readonly joinStores: (a: Causal<Store>, b: Causal<Store>) => Store
  /** The dots of all that is alive in the store: the context of a delta that removes it. */
  readonly dots: (store: Store) => Dots
  readonly value: (store: Store) => Value
}

/** A causal CRDT with a context of its own. */
export function causalCrdt<Store extends DotStore, Op, Value>(
  type: CausalType<Store, Op, Value>
): Crdt<Causal<Store>, Op, Value> {
  return {
    name: type.name,
    empty: { store: type.empty, context: NO_DOTS },
    mutate: type.mutate,
    join: (a, b) => ({ store: type.joinStores(a, b), context: unionDots(a.context, b.context) }),
    value: (state) => type.value(state.store)
  }
}

/** Dots alone: (s ∩ s′) ∪ (s ∖ c′) ∪ (s′ ∖ c). */
export function joinDotSets(a: Causal<Dots>, b: Causal<Dots>): Dots {
  if (a.store.length === 0) return subtractDots(b.store, a.context)
  if (b.store.length === 0) return subtractDots(a.store, b.context)
  const common = subtractDots(a.store, subtractDots(a.store, b.store))
  return unionDots(common, unionDots(subtractDots(a.store, b.context), subtractDots(b.store, a.context)))
}

/** Something under each dot, ascending by replica and number. What is under a dot never changes. */
export type DotFun<T> = readonly DotEntry<T>[]
type DotEntry<T> = readonly [...dot: Dot, value: T]

export function joinDotFuns<T>(a: Causal<DotFun<T>>, b: Causal<DotFun<T>>): DotFun<T> {
  return mergeSorted(a.store, b.store, compareDots as Compare<DotEntry<T>>, {
    left: (x) => (hasDot(b.context, [x[0], x[1]]) ? undefined : x),
    right: (y) => (hasDot(a.context, [y[0], y[1]]) ? undefined : y),
    both: (x) => x
  })
}

/** The dots under which there is something. */
export function dotsOfFun(store: DotFun<unknown>): Dots {
  return dotsOf(...store.map(([replica, counter]) => [replica, counter] as const))
}

const compareDots: Compare<DotEntry<unknown>> = (a, b) => compareStrings(a[0], b[0]) || a[1] - b[1]

/** A dot store under each key; a key whose store is empty is not there. */
export type DotMap<Store extends DotStore> = SortedMap<Store>

export function joinDotMaps<Store extends DotStore>(
  a: Causal<DotMap<Store>>,
  b: Causal<DotMap<Store>>,
  { empty, joinStores }: Pick<CausalType<Store, never, unknown>, 'empty' | 'joinStores'>
): DotMap<Store> {
  const join = (x: Store, y: Store) => {
    const store = joinStores({ store: x, context: a.context }, { store: y, context: b.context })
    return store.length === 0 ? undefined : store
  }
  return mergeMaps(a.store, b.store, { left: (x) => join(x, empty), right: (y) => join(empty, y), both: join })
}
