/** Reads under the three policies of the description. */
import type { ClientRequest } from '../contract'
import { appliedPosition, withToken } from './apply'
import { note, reply, setTimer } from '../kit/core'
import type { Core } from './core'
import type { Position } from './position'
import { furthest, positionOf } from './position'
import type { NodeState, WaitingRead } from './state'

export function acceptRead(core: Core, { request, operation, policy = 'leader', context }: ClientRequest): void {
  const { state } = core
  const { leading, leader } = state
  const { key } = operation
  const position = positionOf(context?.session)
  switch (policy) {
    case 'leader':
      return leading ? answer(core, request, key, position) : reply(core, request, { status: 'redirect', leader })
    case 'follower':
    case 'nearest':
      return answer(core, request, key, position)
    case 'session':
      if (isReached(state, position)) return answer(core, request, key, position)
      if (leading) return reply(core, request, { status: 'rejected', error: 'this leader is behind what the session has seen' })
      return wait(core, { request, key, position, until_us: state.now_us + state.settings.session_wait_us })
    default:
      return reply(core, request, { status: 'rejected', error: `there is no read policy ${policy}` })
  }
}

/** Answers those whose position has been reached. */
export function answerReads(core: Core): void {
  const { state } = core
  if (state.waiting_reads.length === 0) return
  const waiting: WaitingRead[] = []
  for (const read of state.waiting_reads) {
    if (isReached(state, read.position)) answer(core, read.request, read.key, read.position)
    else waiting.push(read)
  }
  state.waiting_reads = waiting
}

/** This node leads now: whoever still waits will find nobody further. */
export function answerAllReads(core: Core): void {
  const { state } = core
  for (const { request } of state.waiting_reads) reply(core, request, { status: 'redirect', leader: state.id })
  state.waiting_reads = []
}

/** Sends those that have waited long enough to the leader. */
export function onReadsTimer(core: Core): void {
  const { state } = core
  const overdue = state.waiting_reads.filter(({ until_us }) => until_us <= state.now_us)
  state.waiting_reads = state.waiting_reads.filter(({ until_us }) => until_us > state.now_us)
  for (const read of overdue) redirect(core, read)
  startReadsTimer(core)
}

function wait(core: Core, read: WaitingRead): void {
  const { state } = core
  const { session_wait_us, max_waiting_reads } = state.settings
  if (session_wait_us === 0 || state.waiting_reads.length >= max_waiting_reads) return redirect(core, read)
  state.waiting_reads.push(read)
  if (state.waiting_reads.length === 1) startReadsTimer(core)
}

/** They wait equally long, so the first is due first. */
function startReadsTimer(core: Core): void {
  const { waiting_reads, now_us } = core.state
  const first = waiting_reads[0]
  if (first) setTimer(core, 'reads', Math.max(0, first.until_us - now_us))
}

function redirect(core: Core, { request, position }: WaitingRead): void {
  const { id, leader, applied } = core.state
  note(
    core,
    'read-redirected',
    `${id} has applied ${applied} of the ${position.index} entries that a session has seen, and sends it to ${leader ?? 'nobody'}`
  )
  reply(core, request, { status: 'redirect', leader })
}

/** A leader of a later epoch has the last word, even where the session has seen more. */
function isReached(state: NodeState, { epoch, index }: Position): boolean {
  if (state.switches['ignore-token']) return true
  return state.epoch >= epoch && (state.leading !== null || state.applied >= index)
}

function answer(core: Core, request: number, key: string, seen: Position): void {
  const { state } = core
  const value = state.machine.data.get(key) ?? null
  reply(core, request, withToken({ status: 'ok', result: { value } }, furthest(seen, appliedPosition(state))))
}
