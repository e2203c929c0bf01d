/** What each node has told to hold under each number, and by whose votes: who said what to whom. */
import type { LabEvent } from '../../events'
import { declareFold } from '../../folds/declared'
import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import { BatchCommitted, BatchExecuted, BatchPrepared, LieRefused, PrePrepared } from './facts'

/** A node's view of a number, of the newest proposal that it took. */
interface Holding {
  readonly view: number
  readonly digest: string
  /** Whose prepares it counted; null: not prepared. */
  readonly prepared: readonly NodeId[] | null
  /** Whose commits it counted; null: not committed. */
  readonly committed: readonly NodeId[] | null
  readonly is_executed: boolean
}

export interface NumberView {
  readonly n: number
  readonly holdings: Map<NodeId, Holding>
  /** What was refused, by `refuser sender`. */
  readonly refused: Map<string, string>
}

interface NumbersFold {
  /** Those that changed last at the end. */
  readonly numbers: Map<number, NumberView>
}

const NUMBERS_MAX = 200
const NOTHING: Holding = { view: 0, digest: '', prepared: null, committed: null, is_executed: false }

export const numbersFold = declareFold<NumbersFold>({
  create: () => ({ numbers: new Map() }),
  reads: [PrePrepared.name, BatchPrepared.name, BatchCommitted.name, BatchExecuted.name, LieRefused.name],
  observe: foldNumbers,
  forget: ({ numbers }) => numbers.clear()
})

function foldNumbers(fold: NumbersFold, event: LabEvent): void {
  if (LieRefused.is(event)) {
    const { n, from, what, reason } = event.data
    if (n !== null) numberOf(fold, n).refused.set(`${event.node} ${from}`, `${what}: ${reason}`)
  } else if (PrePrepared.is(event)) {
    const { n, view, digest } = event.data
    hold(fold, n, event.node, (held) => ({ ...NOTHING, view, digest: heldDigest(held, digest), is_executed: held.is_executed }))
  } else if (BatchPrepared.is(event)) {
    const { n, view, digest, voters } = event.data
    hold(fold, n, event.node, (held) => ({ ...held, view, digest: heldDigest(held, digest), prepared: voters }))
  } else if (BatchCommitted.is(event)) {
    const { n, view, digest, voters } = event.data
    hold(fold, n, event.node, (held) => ({ ...held, view, digest: heldDigest(held, digest), committed: voters }))
  } else if (BatchExecuted.is(event)) {
    const { n, digest } = event.data
    hold(fold, n, event.node, (held) => ({ ...held, digest, is_executed: true }))
  }
}

/** What a node has carried out it holds for good, whatever a later view votes on again. */
function heldDigest({ is_executed, digest }: Holding, newer: string): string {
  return is_executed ? digest : newer
}

function numberOf({ numbers }: NumbersFold, n: number): NumberView {
  const known = numbers.get(n) ?? { n, holdings: new Map<NodeId, Holding>(), refused: new Map<string, string>() }
  numbers.delete(n)
  numbers.set(n, known)
  if (numbers.size > NUMBERS_MAX) numbers.delete(numbers.keys().next().value!)
  return known
}

function hold(fold: NumbersFold, n: number, node: NodeId, change: (held: Holding) => Holding): void {
  const { holdings } = numberOf(fold, n)
  // Frozen, so that copies of the fold share it.
  holdings.set(node, Object.freeze(change(holdings.get(node) ?? NOTHING)))
}

/** The numbers of the run, the highest first. */
export function numbersOf(run: RunFold): NumberView[] {
  return [...(numbersFold.of(run)?.numbers.values() ?? [])].sort((a, b) => b.n - a.n)
}

/** So many of them, those on which nodes differ before all others; the highest first. */
export function numbersShown(numbers: readonly NumberView[], count: number): NumberView[] {
  const isSplit = (view: NumberView) => [...view.holdings.keys()].some((node) => isConflicting(view, node))
  const split = numbers.filter(isSplit).slice(0, count)
  const others = numbers.filter((view) => !split.includes(view)).slice(0, count - split.length)
  return [...split, ...others].sort((a, b) => b.n - a.n)
}

/** Letters for the batches that nodes hold under a number, the one that most hold first. */
export function batchLetters({ holdings }: NumberView): ReadonlyMap<string, string> {
  const counts = new Map<string, number>()
  for (const { digest } of holdings.values()) counts.set(digest, (counts.get(digest) ?? 0) + 1)
  const digests = [...counts].sort(([, a], [, b]) => b - a).map(([digest]) => digest)
  return new Map(digests.map((digest, i) => [digest, String.fromCharCode(65 + (i % 26))]))
}

export type Phase = 'proposed' | 'prepared' | 'committed' | 'carried out'

export function phaseOf({ prepared, committed, is_executed }: Holding): Phase {
  if (is_executed) return 'carried out'
  if (committed !== null) return 'committed'
  return prepared === null ? 'proposed' : 'prepared'
}

/** Nodes hold different batches under the number: all but those of the batch that most hold. */
export function isConflicting(view: NumberView, node: NodeId): boolean {
  const held = view.holdings.get(node)
  return held !== undefined && batchLetters(view).get(held.digest) !== 'A'
}
