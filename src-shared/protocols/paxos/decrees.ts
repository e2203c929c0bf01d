/** What acceptors have told to hold of each key, and which values can still be chosen for it. */
import type { LabEvent } from '../../events'
import type { ClusterFold } from '../../folds/cluster'
import { declareFold } from '../../folds/declared'
import type { RunFold } from '../../folds/run'
import type { Table } from '../../folds/table'
import { toSeconds } from '../../folds/table'
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
import type { WithCluster } from './quorum-sizes'

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
  /** What proposers want of their own, each once. */
  readonly wanted: string[]
  /** One after the other; the last one goes on. */
  readonly valencies: ValencySpan[]
}

/** `bivalent`: more than one value can still be chosen. `univalent`: one, though nobody may know. `decided`: somebody knows it. */
export type Valency = 'bivalent' | 'univalent' | 'decided'

export interface ValencySpan {
  readonly valency: Valency
  readonly from_us: number
  /** null: it goes on. */
  to_us: number | null
  /** Those known to be possible when it was last looked at. */
  values: readonly string[]
}

interface DecreesFold {
  /** By key; those that changed last at the end. */
  readonly keys: Map<string, Decree>
}

const KEYS_MAX = 500
/** Proposals of a key remembered: older ones are preempted. */
const PROPOSALS_MAX = 16
/** Values that proposers want, and spans of a key, remembered. */
const WANTED_MAX = 8
const VALENCIES_MAX = 64

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
  forget: ({ keys }) => keys.clear(),
  tables: (fold) => [valencyTable(fold)]
})

function foldDecrees(fold: DecreesFold, event: LabEvent, cluster: ClusterFold): void {
  if (AcceptorRecovered.is(event)) {
    foldRecovered(fold, event)
    for (const decree of fold.keys.values()) foldValency(decree, event.t, cluster)
    return
  }
  const decree = foldBallot(fold, event)
  if (decree !== null) foldValency(decree, event.t, cluster)
}

/** The key that it is about; null: it tells nothing that counts. */
function foldBallot(fold: DecreesFold, event: LabEvent): Decree | null {
  if (BallotStarted.is(event)) {
    const decree = decreeOf(fold, event.data.key)
    decree.ballots++
    decree.proposers.add(event.node)
    const { own } = event.data
    if (own !== null && !decree.wanted.includes(own) && decree.wanted.length < WANTED_MAX) decree.wanted.push(own)
    return decree
  }
  if (BallotPromised.is(event)) {
    const { key, ballot, accepted } = event.data
    return hold(decreeOf(fold, key), event.node, { promised: ballot, accepted })
  }
  if (ValueProposed.is(event)) {
    const { key, ballot, value } = event.data
    const decree = decreeOf(fold, key)
    decree.proposals.push(Object.freeze({ ballot, value }))
    if (decree.proposals.length > PROPOSALS_MAX) decree.proposals.shift()
    return decree
  }
  if (ValueAccepted.is(event)) {
    const { key, ballot, value } = event.data
    return hold(decreeOf(fold, key), event.node, { promised: ballot, accepted: { ballot, value } })
  }
  if (BallotEnded.is(event) && event.data.value !== undefined) {
    const { key, ballot, value } = event.data
    const decree = decreeOf(fold, key)
    decree.chosen ??= Object.freeze({ ballot, value })
    return decree
  }
  if (ValueLearned.is(event)) {
    const { key, ballot, value } = event.data
    const decree = decreeOf(fold, key)
    decree.chosen ??= Object.freeze({ ballot, value })
    decree.learners.add(event.node)
    return decree
  }
  return null
}

function foldRecovered(fold: DecreesFold, { node, data: { takes_part, keys } }: AcceptorRecovered): void {
  if (!takes_part) for (const { acceptors } of fold.keys.values()) acceptors.delete(node)
  else for (const { key, promised, accepted } of keys) hold(decreeOf(fold, key), node, { promised, accepted })
}

/** Decided keys stay so: nothing more is looked at. */
function foldValency(decree: Decree, t_us: number, cluster: ClusterFold): void {
  const last = decree.valencies.at(-1)
  if (last?.valency === 'decided') return
  const { values, any } = openValues({ cluster }, decree)
  const valency = decree.chosen !== null ? 'decided' : any || values.length > 1 ? 'bivalent' : 'univalent'
  const possible = any ? [...new Set([...decree.wanted, ...values])].sort() : values
  if (last?.valency === valency) {
    last.values = possible
    return
  }
  if (last) last.to_us = t_us
  decree.valencies.push({ valency, from_us: t_us, to_us: null, values: possible })
  if (decree.valencies.length > VALENCIES_MAX) decree.valencies.shift()
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
    learners: new Set(),
    wanted: [],
    valencies: []
  }
  keys.delete(key)
  keys.set(key, decree)
  if (keys.size > KEYS_MAX) keys.delete(keys.keys().next().value!)
  return decree
}

function hold(decree: Decree, node: NodeId, view: AcceptorView): Decree {
  // Frozen, so that copies of the fold share it.
  decree.acceptors.set(node, Object.freeze(view))
  return decree
}

/** The keys, those that changed last first. */
export function decreesOf(run: RunFold): Decree[] {
  return [...(decreesFold.of(run)?.keys.values() ?? [])].reverse()
}

/**
 * The values that can still be chosen for the key, whatever is delivered next; `any`: one that nobody has proposed yet is among them. With two of
 * them the state is bivalent, with one it is univalent, though nobody may know (Fischer, Lynch, Paterson 1985). Counted from what acceptors have told and
 * from the proposals that may be on their way to them. It may count a value too many, never one too few: of a proposal whose messages are lost, and of
 * a key for which nobody may ever propose again. What happened in a moment in which facts were not kept is not known.
 */
export function openValues(
  run: WithCluster,
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

function valencyTable({ keys }: DecreesFold): Table {
  return {
    name: 'valency',
    title: 'What could still be chosen for each key, and until when',
    columns: ['key', 'valency', 'from_s', 'to_s', 'values'],
    *rows() {
      for (const { key, valencies } of keys.values())
        for (const { valency, from_us, to_us, values } of valencies)
          yield [key, valency, toSeconds(from_us), toSeconds(to_us), values.join(' or ')]
    }
  }
}

const NOTHING: AcceptorView = { promised: null, accepted: null }

function isAbove(one: Ballot | null | undefined, other: Ballot): boolean {
  return !!one && compareBallots(one, other) > 0
}

function isSame(one: Ballot | undefined, other: Ballot): boolean {
  return one !== undefined && ballotText(one) === ballotText(other)
}
