import { compareStrings, indexInSorted, unionSorted } from './sorted'
import type { Compare } from './sorted'
import type { Crdt, ReplicaId } from './crdt'
import type { Dot } from './dots'

/**
 * An element, placed behind the one named `after` (null: at the front). Its number is a Lamport time: greater than that of every
 * element its replica had seen. A removed element stays as a tombstone (value null), since others may hang on it.
 */
type Element = readonly [...id: Dot, after: Dot | null, value: string | null]

/** All elements and tombstones ever, ascending by id. Tombstones are never dropped: that would need to know what all have seen. */
export type RgaState = readonly Element[]

/** By index among the visible elements. `insert` puts the values, in order, in front of what is at `index` (or at the end). */
export type RgaOp =
  | { readonly f: 'insert'; readonly index: number; readonly values: readonly string[] }
  | { readonly f: 'remove'; readonly index: number; readonly count?: number }

/**
 * Replicated growable array: a sequence in which an element stays behind the one it was inserted after, and of several after the
 * same one the newest comes first (Roh et al., JPDC 2011; as a timestamped insertion tree: Attiya et al., PODC 2016). Runs typed
 * forwards at the same place do not interleave; runs typed backwards may. Elements wait unseen for what they hang on. Both a
 * mutation and a reading take time linear in elements and tombstones.
 */
export const rga: Crdt<RgaState, RgaOp, readonly string[]> = {
  name: 'rga',
  empty: [],
  mutate: (state, replica, op) => {
    const visible = visibleElements(state)
    const { index } = op
    if (op.f === 'insert') {
      if (!isIndex(index, visible.length)) throw new RangeError(`cannot insert at ${index} of ${visible.length}`)
      const before = visible[index - 1]
      return chain(op.values, [replica, nextNumber(state)], before === undefined ? null : idOf(before))
    }
    const removed = visible.slice(index, index + (op.count ?? 1))
    if (!isIndex(index, visible.length - removed.length) || removed.length !== (op.count ?? 1))
      throw new RangeError(`cannot remove ${op.count ?? 1} at ${index} of ${visible.length}`)
    return removed.map(buried).sort(compareIds)
  },
  join: (a, b) => unionSorted(a, b, compareIds, (x, y) => (compareCopies(x, y) < 0 ? x : y)),
  value: (state) => visibleElements(state).map(([, , , value]) => value!)
}

/** The delta that puts a value right behind the element, visible or not; null: at the front. */
export function insertAfter(state: RgaState, replica: ReplicaId, after: Dot | null, value: string): RgaState {
  return chain([value], [replica, nextNumber(state)], after)
}

/** The delta that removes the element, wherever it stands by now. */
export function removeElement(state: RgaState, id: Dot): RgaState {
  return state.filter((element) => compareIds(element, id) === 0).map(buried)
}

/** A tombstone wins. By place last: a replica that forgot an element may number another alike. */
function compareCopies(x: Element, y: Element): number {
  return Number(x[3] !== null) - Number(y[3] !== null) || compareStrings(JSON.stringify(x), JSON.stringify(y))
}

/** The visible elements with what names them, in order. */
export function identifiedElements(state: RgaState): readonly (readonly [id: Dot, value: string])[] {
  return visibleElements(state).map((element) => [idOf(element), element[3]!])
}

/** New elements, each hanging on the one before it. */
function chain(values: readonly string[], [replica, first]: Dot, after: Dot | null): RgaState {
  return values.map((value, at) => [replica, first + at, at === 0 ? after : [replica, first + at - 1], value])
}

function buried([replica, number, after]: Element): Element {
  return [replica, number, after, null]
}

function nextNumber(state: RgaState): number {
  return (state.at(-1)?.[1] ?? 0) + 1
}

function visibleElements(state: RgaState): Element[] {
  return inOrder(state).filter(([, , , value]) => value !== null)
}

/**
 * The tree in preorder, newer siblings first. An element is newer than what it hangs on, so taking them by age and linking each in
 * right behind its parent does it. What hangs on something missing is linked to nothing that `first` leads to.
 */
function inOrder(state: RgaState): Element[] {
  const END = -1
  let first = END
  const next = new Array<number>(state.length).fill(END)
  state.forEach(([, , after], at) => {
    if (after === null) {
      next[at] = first
      first = at
      return
    }
    const parent = indexInSorted(state, (element) => compareIds(element, after))
    if (parent < 0) return
    next[at] = next[parent]!
    next[parent] = at
  })
  const ordered: Element[] = []
  for (let at = first; at !== END; at = next[at]!) ordered.push(state[at]!)
  return ordered
}

function idOf([replica, number]: Element): Dot {
  return [replica, number]
}

/** Lamport order: by number, then replica. */
const compareIds: Compare<Element | Dot> = (a, b) => a[1] - b[1] || compareStrings(a[0], b[0])

function isIndex(index: number, length: number): boolean {
  return Number.isInteger(index) && index >= 0 && index <= length
}
