/**
 * Writes (§4.1.2, §4.2.1): the group's leader gives each a timestamp that is the latest it can be now, and above all that were given out
 * before. While the group replicates it, the leader waits until the timestamp is surely past, and then answers.
 */
import type { ClockInterval } from '../../../src-shared/clock/interval'
import { boundOf_us } from '../../../src-shared/clock/interval'
import { CommitWaited, TimestampAssigned } from '../../../src-shared/protocols/spanner-kv/facts'
import type { ClientReply, ClientRequest, Plain } from '../contract'
import type { GroupId } from '../kit/groups/state'
import { operationName, valueRefusal } from '../kit/requests'
import { leads } from '../raft/leads'
import type { RaftState } from '../raft/state'
import { commandRequest } from '../replicated-log/command'
import { bytesOf } from '../replicated-log/entry'
import type { Core } from './core'
import { hand } from '../kit/groups/waiting'
import { groupOf, isPast, NO_TIME, raftOf, reply, tell } from './core'
import { machineOf } from './groups'
import type { SpannerCommand } from './machine'
import type { OpenWrite, SpannerState } from './state'

/** Weight of the newest commit wait in the mean of the last ones. */
const NEWEST_WEIGHT = 0.2

const NOT_READY: ClientReply = { status: 'rejected', error: 'busy: the new leader is still applying what was committed before' }

export function acceptWrite(core: Core, asked: ClientRequest): void {
  const { state, interval, now_us } = core
  const { request, session, sequence, operation } = asked
  const { key } = operation
  const group = groupOf(state, key)
  const raft = raftOf(state, group)
  const refusal = refusalOf(raft, operation, interval)
  if (refusal !== null) return reply(core, request, refusal)
  const at_us = giveTimestamp(state, group, interval!)
  const name = operationName({ session, sequence })
  const epsilon_us = boundOf_us(interval!)
  const open = { request, group, operation: name, key, at_us, stamped_us: now_us, epsilon_us, past_us: null, replicated: null }
  state.writes.set(request, open)
  tell(core, group, TimestampAssigned.of(state.id, { operation: name, key, at_us, ...interval! }))
  const command: SpannerCommand = { do: 'write', at_us, operation }
  const logged = { command: command as unknown as Plain, bytes: bytesOf(session, operation) }
  hand(core, group, { kind: 'request', request: commandRequest(request, session, sequence, logged) })
}

function refusalOf(raft: RaftState, operation: ClientRequest['operation'], interval: ClockInterval | null): ClientReply | null {
  if (raft.leading === null) return { status: 'redirect', leader: raft.leader }
  if (!leads(raft)) return NOT_READY
  if (interval === null) return NO_TIME
  const refusal = valueRefusal(operation)
  return refusal === null ? null : { status: 'rejected', error: refusal }
}

/**
 * A timestamp for the next entry of a group that this node leads. It has applied all that leaders before it stamped, so what it applied
 * and what it gave out itself is all there is.
 */
export function giveTimestamp(state: SpannerState, group: GroupId, { earliest_us, latest_us }: ClockInterval): number {
  const now_us = state.switches['stamp-with-earliest'] ? earliest_us : latest_us
  const at_us = state.switches['ignore-last-timestamp'] ? now_us : Math.max(now_us, lastGiven(state, group) + 1)
  state.given_us.set(group, Math.max(at_us, state.given_us.get(group) ?? at_us))
  return at_us
}

/** The greatest timestamp in the group's log, as far as its leader knows. */
export function lastGiven(state: SpannerState, group: GroupId): number {
  return Math.max(machineOf(raftOf(state, group)).safe_us, state.given_us.get(group) ?? -Infinity)
}

/** The group has answered a write. */
export function onReplicated(core: Core, write: OpenWrite, answer: ClientReply): void {
  if (answer.status === 'ok') {
    write.replicated = { now_us: core.now_us, reply: answer }
    return
  }
  core.state.writes.delete(write.request)
  reply(core, write.request, answer)
}

/** Answers all writes that are replicated and whose timestamp is past. */
export function answerWrites(core: Core): void {
  for (const write of core.state.writes.values()) {
    if (write.past_us === null && hasWaited(core, write)) write.past_us = core.now_us
    if (write.past_us !== null && write.replicated !== null) answerWrite(core, write, write.past_us, write.replicated)
  }
}

function hasWaited(core: Core, { at_us, replicated }: OpenWrite): boolean {
  const { switches } = core.state
  if (switches['no-commit-wait']) return replicated !== null
  if (switches['wait-for-latest']) return core.interval !== null && core.interval.latest_us > at_us
  return isPast(core, at_us)
}

function answerWrite(
  core: Core,
  write: OpenWrite,
  past_us: number,
  { now_us: replicated_us, reply: answer }: NonNullable<OpenWrite['replicated']>
): void {
  const { state, now_us, interval } = core
  const { request, group, operation, key, at_us, stamped_us, epsilon_us } = write
  state.writes.delete(request)
  const wait_ms = (past_us - stamped_us) / 1000
  state.recent_wait_ms = wait_ms * NEWEST_WEIGHT + (state.recent_wait_ms ?? wait_ms) * (1 - NEWEST_WEIGHT)
  reply(core, request, answer)
  const spans = { wait_ms, replication_ms: (replicated_us - stamped_us) / 1000, whole_ms: (now_us - stamped_us) / 1000 }
  const { earliest_us, latest_us } = interval ?? { earliest_us: now_us, latest_us: now_us }
  const waited = { operation, key, at_us, earliest_us, latest_us, epsilon_ms: epsilon_us / 1000, ...spans }
  tell(core, group, CommitWaited.of(state.id, waited))
}
