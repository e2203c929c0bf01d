/** One step under way: inputs that groups have yet to handle, and the effects gathered so far. */
import type { ClockInterval } from '../../../src-shared/clock/interval'
import type { FactEvent } from '../../../src-shared/events'
import type { ClientReply, Context } from '../contract'
import { groupOfKey } from '../kit/groups/placement'
import type { GroupId } from '../kit/groups/state'
import type { Waiting } from '../kit/groups/waiting'
import type { RaftMessage } from '../raft/messages'
import type { RaftState } from '../raft/state'
import type { SpannerEffect, SpannerState } from './state'

/** advance: safe times of idle groups. due: a timestamp may be past. poll: the time masters are asked. */
export type Timer = 'advance' | 'due' | 'poll'

export interface Core {
  readonly state: SpannerState
  readonly context: Context
  readonly now_us: number
  /** What time it is; null: nobody has told. */
  readonly interval: ClockInterval | null
  readonly effects: SpannerEffect[]
  readonly waiting: Waiting<RaftMessage>
}

/** `interval`: what time it is. */
export function newCore(state: SpannerState, context: Context, interval: ClockInterval | null): Core {
  const { now_us } = context
  state.now_us = now_us
  return { state, context, now_us, interval, effects: [], waiting: new Map() }
}

export function tell({ effects }: Core, group: GroupId, event: FactEvent): void {
  effects.push({ kind: 'emit', event: { ...event, group } })
}

/** What is answered is on a quorum's disks, or promises nothing. */
export function reply({ effects }: Core, request: number, answer: ClientReply): void {
  effects.push({ kind: 'reply', request, reply: answer, after: 'now' })
}

export function setTimer({ effects }: Core, timer: Timer, delay_us: number): void {
  effects.push({ kind: 'set-timer', timer, delay_us })
}

export function raftOf({ host }: SpannerState, group: GroupId): RaftState {
  return host.groups.get(group)!.state
}

export function groupOf({ groups }: SpannerState, key: string): GroupId {
  return groupOfKey(groups, key)
}

/** Whether the time is surely past: no clock can show a smaller one any more. */
export function isPast({ interval }: Core, at_us: number): boolean {
  return interval !== null && interval.earliest_us > at_us
}

export const NO_TIME: ClientReply = { status: 'rejected', error: 'the time is not known yet: no time master has answered' }
