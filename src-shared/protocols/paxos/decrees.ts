/** What acceptors have told to hold of each key, and which values can still be chosen for it. */
import type { LabEvent } from '../../events'
import { declareFold } from '../../folds/declared'
import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import { ballotText, compareBallots } from './ballot'
import type { Accepted, Ballot } from './ballot'
import {
  AcceptorRecovered,
  BallotEnded,
  BallotPromised,
  BallotStarted,
  ValueAccepted,
  ValueLearned,
  ValueProposed
} from './facts'
import { acceptorsOf, quorumsOf } from './quorum-sizes'

export interface AcceptorView {
  readonly promised: Ballot | null
  readonly accepted: Accepted | null
}

export interface Decree {
  readonly key: string
  readonly acceptors: Map<NodeId, AcceptorView>
  /** Proposed so far; the newest at the end. */
  readonly proposals: Accepted[]
  /** Ballots started. */
  ballots: number
  /** Who has started one. */
  readonly proposers: Set<NodeId>
  chosen: Accepted | null
  /** Who knows what is chosen. */
  readonly learners: Set<NodeId>
}

interface DecreesFold {
  /** By key; those that changed last at the end. */
  readonly keys: Map<string, Decree>
}

const KEYS_MAX = 500
/** Proposals of a key remembered: older ones are preempted. */
const PROPOSALS_MAX = 16

export const decreesFold = declareFold<DecreesFold>({
  create: () => ({ keys: new Map() }),
  reads: [
    BallotStarted.name,
    BallotPromised.name,
    ValueProposed.name,
    ValueAccepted.name,
    BallotEnded.name,
    ValueLearned.name,
    AcceptorRecovered.name
  ],
  observe: foldDecrees,
  forget: ({ keys }) => keys.clear()
})

function foldDecrees(fold: DecreesFold, event: LabEvent): void {
  if (AcceptorRecovered.is(event)) return foldRecovered(fold, event)
  if (BallotStarted.is(event)) {
    const decree = decreeOf(fold, event.data.key)
    decree.ballots++
    decree.proposers.add(event.node)
  } else if (BallotPromised.is(event)) {
    const { key, ballot, accepted } = event.data
    hold(decreeOf(fold, key), event.node, { promised: ballot, accepted })
  } else if (ValueProposed.is(event)) {
    const { key, ballot, value } = event.data
    const { proposals } = decreeOf(fold, key)
    proposals.push(Object.freeze({ ballot, value }))
    if (proposals.length > PROPOSALS_MAX) proposals.shift()
  } else if (ValueAccepted.is(event)) {
    const { key, ballot, value } = event.data
    hold(decreeOf(fold, key), event.node, { promised: ballot, accepted: { ballot, value } })
  } else if (BallotEnded.is(event) && event.data.value !== undefined) {
    const { key, ballot, value } = event.data
    decreeOf(fold, key).chosen ??= Object.freeze({ ballot, value })
  } else if (ValueLearned.is(event)) {
    const { key, ballot, value } = event.data
    const decree = decreeOf(fold, key)
    decree.chosen ??= Object.freeze({ ballot, value })
    decree.learners.add(event.node)
  }
}

function foldRecovered(fold: DecreesFold, { node, data: { takes_part, keys } }: AcceptorRecovered): void {
  if (!takes_part) for (const { acceptors } of fold.keys.values()) acceptors.delete(node)
  else for (const { key, promised, accepted } of keys) hold(decreeOf(fold, key), node, { promised, accepted })
}

function decreeOf({ keys }: DecreesFold, key: string): Decree {
  const known = keys.get(key)
  const decree = known ?? {
    key,
    acceptors: new Map(),
    proposals: [],
    ballots: 0,
    proposers: new Set(),
    chosen: null,
    learners: new Set()
  }
  keys.delete(key)
  keys.set(key, decree)
  if (keys.size > KEYS_MAX) keys.delete(keys.keys().next().value!)
  return decree
}

function hold({ acceptors }: Decree, node: NodeId, view: AcceptorView): void {
  // Frozen, so that copies of the fold share it.
  acceptors.set(node, Object.freeze(view))
}

/** The keys, those that changed last first. */
export function decreesOf(run: RunFold): Decree[] {
  return [...(decreesFold.of(run)?.keys.values() ?? [])].reverse()
}

/**
 * The values that can still be chosen for the key, whatever is delivered next; `any`: one that nobody has proposed yet is among them. With two of
 * them the state is bivalent, with one it is decided, though nobody may know (Fischer, Lynch, Paterson 1985).
 */
export function openValues(
  run: RunFold,
  { acceptors, proposals, chosen }: Decree
): { readonly values: string[]; readonly any: boolean } {
  if (chosen !== null) return { values: [chosen.value], any: false }
  const views = acceptorsOf(run).map((node) => acceptors.get(node) ?? NOTHING)
  const { prepare, accept } = quorumsOf(run)
  const count = (matches: (view: AcceptorView) => boolean) => views.filter(matches).length
  const values = new Set<string>()
  // A quorum may promise that has accepted nothing above it.
  for (const { accepted } of views)
    if (accepted !== null && count((view) => !isAbove(view.accepted?.ballot, accepted.ballot)) >= prepare)
      values.add(accepted.value)
  // A quorum may still accept what is proposed.
  for (const { ballot, value } of proposals)
    if (count((view) => !isAbove(view.promised, ballot) || isSame(view.accepted?.ballot, ballot)) >= accept) values.add(value)
  return { values: [...values], any: count(({ accepted }) => accepted === null) >= prepare }
}

const NOTHING: AcceptorView = { promised: null, accepted: null }

function isAbove(one: Ballot | null | undefined, other: Ballot): boolean {
  return !!one && compareBallots(one, other) > 0
}

function isSame(one: Ballot | undefined, other: Ballot): boolean {
  return one !== undefined && ballotText(one) === ballotText(other)
}
