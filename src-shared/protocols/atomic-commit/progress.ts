/** How far members have come with transactions that are not decided: pre-commits, takeovers, and votes that acceptors have accepted. */
import type { LabEvent } from '../../events'
import { declareFold } from '../../folds/declared'
import type { NodeId } from '../../ids'
import { counted } from '../../text/counted'
import { Accepted, Decided, PreCommitted, Released, TookOver } from '../transactions/facts'

interface Progress {
  pre_committed: boolean
  /** It ends the transaction in the coordinator's place. */
  leads: boolean
  /** Whose votes it has accepted. */
  readonly accepted: Set<NodeId>
}

/** By member, then by transaction. */
type ProgressFold = Map<NodeId, Map<string, Progress>>

/** Transactions remembered of a member; of more the oldest are left out. */
const TRANSACTIONS_MAX = 1024

export const progressFold = declareFold<ProgressFold>({
  create: () => new Map(),
  reads: ['node-exited', PreCommitted.name, TookOver.name, Accepted.name, Decided.name, Released.name],
  observe: foldProgress
})

function foldProgress(members: ProgressFold, event: LabEvent): void {
  if (event.kind === 'node-exited') members.delete(event.node)
  if (event.kind !== 'fact') return
  if (PreCommitted.is(event)) progressOf(members, event.node, event.data.transaction).pre_committed = true
  else if (TookOver.is(event)) progressOf(members, event.node, event.data.transaction).leads = true
  else if (Accepted.is(event)) {
    const { accepted } = progressOf(members, event.node, event.data.transaction)
    for (const participant of Object.keys(event.data.votes)) accepted.add(participant)
  } else if (Released.is(event)) members.get(event.node)?.delete(event.data.transaction)
  // Nobody needs what acceptors have accepted any more.
  if (Decided.is(event) || Released.is(event))
    for (const transactions of members.values()) {
      const progress = transactions.get(event.data.transaction)
      progress?.accepted.clear()
      if (progress) progress.leads = false
    }
}

function progressOf(members: ProgressFold, node: NodeId, transaction: string): Progress {
  const transactions = members.get(node) ?? new Map<string, Progress>()
  members.set(node, transactions)
  const progress = transactions.get(transaction) ?? { pre_committed: false, leads: false, accepted: new Set() }
  transactions.set(transaction, progress)
  if (transactions.size > TRANSACTIONS_MAX) transactions.delete(transactions.keys().next().value!)
  return progress
}

/** What says most of how far a node has come: `takes over`, `1 pre-committed` or `3 votes accepted`; null: nothing to say. */
export function progressText(members: ProgressFold | null, node: NodeId): string | null {
  const all = [...(members?.get(node)?.values() ?? [])]
  if (all.some(({ leads }) => leads)) return 'takes over'
  const pre_committed = all.filter((one) => one.pre_committed).length
  if (pre_committed > 0) return `${pre_committed} pre-committed`
  const votes = all.reduce((sum, { accepted }) => sum + accepted.size, 0)
  return votes > 0 ? `${counted(votes, 'vote')} accepted` : null
}
