/**
 * Reads that take no slot: note what is chosen, have as many nodes as choose a value confirm that they have promised no higher ballot since,
 * wait until that much is applied, answer. A later leader's promises meet those nodes, so that it did not lead when the read began.
 */
import type { Operation } from '../../../src-shared/operations'
import type { ClientRequest } from '../contract'
import { reply } from '../kit/core'
import { kvMachine } from '../replicated-log/state-machine'
import { decidersOf } from './deciders'
import type { Core } from './core'
import { quorumsOf } from './quorums'
import type { Leading, MultiPaxosState } from './state'

export function acceptRead(core: Core, { reads, opened_at }: Leading, asked: ClientRequest): void {
  const { state } = core
  const { request, operation } = asked
  if (state.switches['stale-reads']) return answerRead(core, request, operation)
  if (reads.waiting.length >= state.settings.max_waiting_requests)
    return reply(core, request, { status: 'rejected', error: 'busy: too many waiting reads' })
  reads.waiting.push({ round: reads.round + 1, index: Math.max(state.commit, opened_at), asked })
}

/** Starts the round of the reads that wait for one: at once if no older one is open, at the latest with the next heartbeat; true if one was. */
export function startRound({ reads }: Leading, even_if_one_is_open: boolean): boolean {
  const newest = reads.waiting.at(-1)
  if (newest === undefined || newest.round <= reads.round) return false
  if (!even_if_one_is_open && reads.waiting[0]!.round <= reads.round) return false
  reads.round = newest.round
  return true
}

/** Answers the reads whose round is confirmed and whose index is applied. */
export function answerReads(core: Core, leading: Leading): void {
  const { waiting } = leading.reads
  if (waiting.length === 0) return
  const confirmed = confirmedRound(core.state, leading)
  while (waiting.length > 0 && waiting[0]!.round <= confirmed && waiting[0]!.index <= core.state.applied) {
    const { request, operation } = waiting.shift()!.asked
    answerRead(core, request, operation)
  }
}

/** The newest round that as many nodes have confirmed as choose a value, this one among them. */
export function confirmedRound(state: MultiPaxosState, { peers, reads }: Leading): number {
  const deciders = decidersOf(state)
  const others = [...peers].flatMap(([peer, { round }]) => (deciders.includes(peer) ? round : []))
  const rounds = [reads.round, ...others].sort((a, b) => b - a)
  return rounds[quorumsOf(state).accept - 1] ?? 0
}

/** Answers from the state machine as it is. */
export function answerRead(core: Core, request: number, operation: Operation): void {
  reply(core, request, kvMachine.read(core.state.machine, operation, core.state.switches))
}
