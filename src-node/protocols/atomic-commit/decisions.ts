/**
 * What a member remembers of transactions that are over. The newest decisions are kept; of older transactions it knows only that they are
 * over, so that it neither prepares one when a late message asks for it, nor says what became of it.
 */
import { setBounded } from '../kit/bounded'
import { sessionOf } from './names'
import type { TryNumber } from './names'
import { isAfter, numberOf } from './names'

export interface Decisions {
  /** The newest: true for commit. */
  readonly known: Map<string, boolean>
  /** Tries up to this one may be forgotten. */
  forgotten: TryNumber
  /** The newest operation that each session has committed here. */
  readonly committed: Map<string, number>
}

export type SavedDecisions = {
  readonly known: readonly (readonly [transaction: string, commit: boolean])[]
  readonly forgotten: readonly [epoch: number, count: number]
  readonly committed: readonly (readonly [session: string, sequence: number])[]
}

/** Sessions whose newest operation is remembered. */
const SESSIONS_MAX = 1024

export function newDecisions(): Decisions {
  return { known: new Map(), forgotten: { epoch: 0, count: 0 }, committed: new Map() }
}

export function remember(decisions: Decisions, transaction: string, commit: boolean, kept_max: number): void {
  const { known, committed } = decisions
  known.set(transaction, commit)
  if (known.size > kept_max) forgetOldest(decisions)
  if (!commit) return
  const { session, sequence } = sessionOf(transaction)
  setBounded(committed, session, Math.max(sequence, committed.get(session) ?? 0), SESSIONS_MAX)
}

function forgetOldest(decisions: Decisions): void {
  const [oldest] = decisions.known.keys()
  decisions.known.delete(oldest!)
  const number = numberOf(oldest!)
  if (isAfter(number, decisions.forgotten)) decisions.forgotten = number
}

/** It may be over without anything being known of it. */
export function mayBeForgotten({ forgotten }: Decisions, transaction: string): boolean {
  return !isAfter(numberOf(transaction), forgotten)
}

export function savedDecisions({ known, forgotten, committed }: Decisions): SavedDecisions {
  return { known: [...known], forgotten: [forgotten.epoch, forgotten.count], committed: [...committed] }
}

export function decisionsFrom({ known, forgotten: [epoch, count], committed }: SavedDecisions): Decisions {
  return { known: new Map(known), forgotten: { epoch, count }, committed: new Map(committed) }
}
