/**
 * Linearizable reads without log entries (ReadIndex, dissertation §6.4): note the commit index, make sure by one round of replies
 * from a quorum that this node still leads, wait until the state machine has applied that index, answer. One round serves all
 * reads that wait when it starts. The noted index is at least the term's no-op, since before that is committed a new leader does
 * not know what is.
 */
import type { Operation } from '../../../src-shared/operations'
import type { ClientRequest } from '../contract'
import { reply } from '../kit/core'
import type { Core } from './core'
import { counts } from './progress'
import { quorumReached } from '../replicated-log/membership'
import type { Leading, ReadBatch, RaftState } from './state'

export function acceptRead(core: Core, leading: Leading, { request, operation }: ClientRequest): void {
  const { state } = core
  const { reads } = leading
  if (state.switches['stale-reads']) return answerRead(core, request, operation)
  if (reads.count >= state.settings.max_waiting_reads)
    return reply(core, request, { status: 'rejected', error: 'busy: too many waiting reads' })
  const batch = openBatch(leading)
  batch.index = Math.max(state.commit, leading.opened_at)
  batch.reads.push({ request, operation })
  reads.count++
}

/** The batch whose round has not started yet. */
function openBatch({ reads }: Leading): ReadBatch {
  const newest = reads.batches.at(-1)
  if (newest !== undefined && newest.round > reads.round) return newest
  const batch: ReadBatch = { round: reads.round + 1, index: 0, reads: [] }
  reads.batches.push(batch)
  return batch
}

/**
 * Starts the round of the waiting batch: at once if no older one is open, so that batches grow with the load; at the latest with
 * the next heartbeat. True if one was started.
 */
export function startRound({ reads }: Leading, even_if_one_is_open: boolean): boolean {
  const newest = reads.batches.at(-1)
  if (newest === undefined || newest.round <= reads.round) return false
  if (!even_if_one_is_open && reads.batches.length > 1) return false
  reads.round = newest.round
  return true
}

/** Answers the batches that are confirmed and whose index is applied. */
export function answerReads(core: Core, leading: Leading): void {
  const { reads } = leading
  if (reads.count === 0) return
  const confirmed = confirmedRound(core.state, leading)
  while (reads.batches.length > 0) {
    const oldest = reads.batches[0]!
    if (oldest.round > confirmed || oldest.index > core.state.applied) return
    reads.batches.shift()
    reads.count -= oldest.reads.length
    for (const { request, operation } of oldest.reads) answerRead(core, request, operation)
  }
}

/** The newest round that a quorum has confirmed. */
export function confirmedRound(state: RaftState, leading: Leading): number {
  return quorumReached(state.membership, (voter) => {
    if (voter === state.id) return leading.reads.round
    const progress = leading.progress.get(voter)
    return progress !== undefined && counts(progress) ? progress.round : 0
  })
}

/** Answers from the state machine as it is. */
export function answerRead(core: Core, request: number, operation: Operation): void {
  const { machine, state } = core
  reply(core, request, machine.read(state.machine, operation, state.switches))
}
