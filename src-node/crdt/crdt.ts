/**
 * Conflict-free replicated data types, state-based with deltas (Almeida, Shoker, Baquero, "Delta state replicated data types",
 * JPDC 2018). A type is a join semilattice: `mutate` gives a *delta*, which is itself a (small) state, and `join` is the one
 * merge, of states, of deltas, or of both. Deltas may come late, twice, in any order and grouped; states that have taken in the
 * same deltas are equal. One that has a delta but not those that its maker had seen may meanwhile show what they took away; their
 * algorithm 2 keeps causal order by sending each peer, joined, all deltas since the last that it acknowledged.
 *
 * States are plain data in canonical order: equal states encode to equal bytes. All functions are pure and never change what
 * they are given.
 */
import { plainEquals } from './plain-equals'

/** Whoever mutates, for example a node's name. */
export type ReplicaId = string

export interface Crdt<State, Op, Value> {
  /** The field's name for it, for example `or-set`. */
  readonly name: string
  /** The least state: what a new replica starts from. */
  readonly empty: State
  /**
   * The delta by which `replica` does `op`: to be joined into its own state, and sent to others. `state` must hold every earlier
   * delta of this replica, or it would number two of them alike: what a replica sends must survive its crash.
   * Throws RangeError for an operation that makes no sense on this state (an index past the end, a count out of bounds).
   */
  readonly mutate: (state: State, replica: ReplicaId, op: Op) => State
  /** The least upper bound: commutative, associative, idempotent. */
  readonly join: (a: State, b: State) => State
  /** What a reader is shown. */
  readonly value: (state: State) => Value
}

/** Whether b has taken in all that is in a (the semilattice's order: a ≤ b when a ⊔ b = b). */
export function leq<State, Op, Value>(crdt: Crdt<State, Op, Value>, a: State, b: State): boolean {
  return plainEquals(crdt.join(a, b), b)
}
