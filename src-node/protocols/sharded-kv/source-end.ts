/** The leader of a source at work: shards that are to move out, and what is sent of them, no faster than it may. */
import type { NodeId } from '../../../src-shared/ids'
import { MoveProgress } from '../../../src-shared/protocols/sharded-kv/facts'
import type { RaftState } from '../raft/state'
import type { Core } from './core'
import { ledGroups, propose, say, shardsOf, tell } from './core'
import type { GroupName } from './placement/state'
import type { ShardPosition } from './shards/messages'
import { movedBytes } from './shards/parts'
import type { Part } from './shards/parts'
import { sourceAction } from './shards/source'
import type { Outgoing, Shard } from './shards/state'
import { outgoingOf } from './shards/state'
import type { Sending } from './state'
import { nodesOf } from './state'

/** Something unanswered for so long is sent again, to another node of the target: twice as long as the last answer took, within these. */
export const RETRY_US = 200_000
const RETRY_US_MAX = 1_000_000
const BYTES_PER_KIB = 1024

/** Begins the moves that the placement service wants, and takes each that is under way one step on. */
export function leadSources(core: Core): void {
  const moves = new Set<number>()
  for (const [group, raft] of ledGroups(core.state)) {
    beginMoves(core, group, raft)
    for (const shard of shardsOf(raft).shards.values()) {
      const outgoing = outgoingOf(shard)
      if (outgoing === null) continue
      moves.add(outgoing.move)
      leadMove(core, group, shard, outgoing)
    }
  }
  for (const move of core.state.sending.keys()) if (!moves.has(move)) core.state.sending.delete(move)
}

function beginMoves(core: Core, group: GroupName, raft: RaftState): void {
  const { shards, last_moves } = shardsOf(raft)
  for (const { move, shard, from, to, do: order } of core.state.orders.values()) {
    if (from !== group || move <= (last_moves.get(shard)?.move ?? 0)) continue
    if (order === 'give-up') propose(core, group, { do: 'cancel', move, shard })
    else if (order === 'go' && shards.get(shard)?.stage.status === 'serving')
      propose(core, group, { do: 'begin', move, shard, to })
  }
}

function leadMove(core: Core, group: GroupName, shard: Shard, outgoing: Outgoing): void {
  const { state } = core
  const { settings, switches } = state
  const { move, to, status } = outgoing
  const sending = state.sending.get(move) ?? newSending(shard)
  state.sending.set(move, sending)
  const order = state.orders.get(move)?.do ?? 'go'
  const action = sourceAction(shard, outgoing, { ...sending, order }, settings, switches)
  if (status === 'handed-over' && switches['clean-up-before-acknowledgement'] && sending.waits_since_us !== null)
    return propose(core, group, { do: 'clean-up', move, shard: shard.id })
  if (action.do === 'wait') return
  if (action.do === 'commit') return propose(core, group, action.command)
  // Nobody may write by then: what is left is little, and goes at once.
  const is_throttled = action.do === 'send' && status === 'moving-out'
  if (!isDue(core, sending) || (is_throttled && !mayMove(core))) return
  const node = targetNode(core, sending, outgoing)
  if (node === null) return
  const head = { move, shard: shard.id, from: group, to }
  if (action.do === 'offer') say(core, node, { type: 'offer-shard', ...head, range: shard.range })
  else if (action.do === 'activate') say(core, node, { type: 'activate-shard', ...head })
  else {
    const { at, next, rows } = action
    say(core, node, { type: 'shard-part', ...head, at, next, rows })
    tellPart(core, group, shard, { move, sending, part: action, is_throttled })
  }
  sending.waits_since_us = core.now_us
}

function newSending(shard: Shard): Sending {
  const keys = [...shard.data.keys()].sort()
  return { keys, target: null, rounds: 0, waits_since_us: null, to: null, round_trip_us: 0, sent_keys: 0, sent_bytes: 0 }
}

function isDue({ now_us }: Core, { waits_since_us, round_trip_us }: Sending): boolean {
  // On a slow link a part takes long: sending it again would only fill the link.
  const wait_us = Math.min(Math.max(RETRY_US, 2 * round_trip_us), RETRY_US_MAX)
  return waits_since_us === null || now_us - waits_since_us >= wait_us
}

/** Whether the throttle lets another part go now. */
function mayMove({ state, now_us }: Core): boolean {
  return now_us >= state.next_part_us || state.switches['throttle-ignored'] === true
}

/** Whom to ask: whoever answered last; after a silence the next node of the target. */
function targetNode({ state }: Core, sending: Sending, { move, to }: Outgoing): NodeId | null {
  const nodes = nodesOf(state, to)
  if (sending.to !== null && sending.waits_since_us !== null)
    sending.to = nodes[(nodes.indexOf(sending.to) + 1) % nodes.length] ?? null
  sending.to ??= state.orders.get(move)?.to_leader ?? nodes[0] ?? null
  return sending.to
}

/** Pays for a part, whether it had to wait or not: the next may go once this one has had its time. */
function tellPart(
  core: Core,
  group: GroupName,
  shard: Shard,
  {
    move,
    sending,
    part,
    is_throttled
  }: { readonly move: number; readonly sending: Sending; readonly part: Part; readonly is_throttled: boolean }
): void {
  const { state, now_us } = core
  const bytes = part.rows.reduce((sum, row) => sum + movedBytes(row), 0)
  const limit_bytes_s = (state.orders.get(move)?.rate_kib ?? state.settings.move_rate_kib) * BYTES_PER_KIB
  if (limit_bytes_s > 0) state.next_part_us = Math.max(now_us, state.next_part_us) + (bytes / limit_bytes_s) * 1e6
  const passed_us = now_us - (sending.waits_since_us ?? now_us)
  state.moved_bytes += bytes
  sending.sent_bytes += bytes
  sending.sent_keys += part.rows.length
  const progress = {
    move,
    shard: shard.id,
    keys: Math.min(sending.sent_keys, shard.data.size),
    bytes: sending.sent_bytes,
    of_keys: shard.data.size,
    of_bytes: shard.bytes,
    part_bytes: is_throttled ? bytes : 0,
    limit_bytes_s,
    rate_bytes_s: passed_us > 0 ? (bytes / passed_us) * 1e6 : limit_bytes_s
  }
  tell(core, group, MoveProgress.of(state.id, progress))
}

/** A target says how far it is, or who leads it. */
export function onShardPosition(core: Core, from: NodeId, { move, to, state: position, leader }: ShardPosition): void {
  const sending = core.state.sending.get(move)
  if (sending === undefined) return
  if (position === null) {
    if (leader === null || from !== sending.to || leader === from || !nodesOf(core.state, to).includes(leader)) return
    sending.to = leader
    sending.waits_since_us = null
    return
  }
  if (sending.target?.stage === 'catch-up' && position.stage === 'catch-up') sending.rounds++
  sending.target = position
  sending.to = from
  if (sending.waits_since_us !== null) sending.round_trip_us = core.now_us - sending.waits_since_us
  sending.waits_since_us = null
}
