/**
 * The one way in. Groups handle their inputs first; what they have applied then lets this node, where it leads them, take moves on and
 * answer, which may hand them proposals in the same step.
 */
import {
  MoveStep,
  ShardMerged,
  ShardReleased,
  ShardServing,
  ShardSplit,
  SplitGivenUp
} from '../../../src-shared/protocols/sharded-kv/facts'
import type { FactEvent } from '../../../src-shared/events'
import type { NodeId } from '../../../src-shared/ids'
import type { Context, Input } from '../contract'
import { note } from '../kit/core'
import { readSwitches } from '../kit/settings'
import type { MembershipMessage } from '../membership/messages'
import { stepSwim } from '../membership/within'
import { leads } from '../raft/leads'
import type { Core } from './core'
import { endProposal, newCore, propose, setTimer, shardGroups, shardsOf, tell, ledGroups } from './core'
import { host } from './groups'
import { onMembers } from './membership'
import { leadPlacement, onCommand, onOperate, onReport, plan } from './placement-end'
import { leadRanges } from './range-end'
import { onOrders, report, reportNews } from './reports'
import { onRequest, replyOf } from './requests'
import type { ShardNews } from './shards/state'
import { leadSources, onShardPosition, RETRY_US } from './source-end'
import type { ShardedEffect, ShardedMessage, ShardedState } from './state'
import { leadTargets, onMoveMessage } from './target-end'
import { isWellFormed } from './well-formed'
import { noteWhoIsDead } from './who-is-dead'

/** Messages to itself that a step answers at most: a report, its orders, and a part with its answer of each move. */
const OWN_MAX = 1000

export function step(
  state: ShardedState,
  inputs: readonly Input<ShardedMessage | MembershipMessage>[],
  context: Context
): ShardedEffect[] {
  const core = newCore(state, context)
  const { effects, left } = stepSwim<ShardedMessage>(state.swim, inputs, context)
  noteWhoIsDead(state, context.now_us)
  core.effects.push(...effects)
  for (const input of left) onInput(core, input)
  stepGroups(core)
  takeStepsAlone(core)
  if (state.sending.size > 0) setTimer(core, 'moves', waitOf(core))
  return core.effects
}

/** What this node does as a leader, until it has nothing more to say to itself: it may lead both groups of a move. */
function takeStepsAlone(core: Core): void {
  for (let answered = 0; ;) {
    lead(core)
    stepGroups(core)
    if (core.own.length === 0 || answered >= OWN_MAX) return
    for (const message of core.own.splice(0)) {
      answered++
      onMessage(core, core.state.id, message)
    }
    stepGroups(core)
  }
}

function onInput(core: Core, input: Input<ShardedMessage>): void {
  const { state } = core
  switch (input.kind) {
    case 'message':
      if (state.ever.includes(input.from)) receive(core, input.from, input.message)
      return
    case 'timer':
      if (input.timer === 'report') {
        report(core)
        plan(core)
      } else if (input.timer !== 'moves') toGroups(core, input)
      return
    case 'request':
      return onRequest(core, input.request)
    case 'command':
      return onCommand(core, input.command, input.arguments)
    case 'members':
      return onMembers(core, input.members, input.ever)
    case 'switches':
      state.switches = readSwitches(input.switches)
      return toGroups(core, input)
    case 'durable':
    case 'peer':
      return toGroups(core, input)
  }
}

function toGroups(core: Core, input: Exclude<Input<ShardedMessage>, { kind: 'message' | 'request' }>): void {
  host.route(core, input)
}

function receive(core: Core, from: NodeId, message: ShardedMessage): void {
  if (isWellFormed(message)) return onMessage(core, from, message)
  note(core, 'bad-message', `${core.state.id} ignores a malformed message from ${from}`)
}

function onMessage(core: Core, from: NodeId, message: ShardedMessage): void {
  switch (message.type) {
    case 'groups':
      return host.route(core, { kind: 'message', from, message })
    case 'report':
      return onReport(core, from, message)
    case 'orders':
      return onOrders(core, from, message)
    case 'operate':
      return onOperate(core, message)
    case 'shard-position':
      return onShardPosition(core, from, message)
    default:
      return onMoveMessage(core, from, message)
  }
}

/** Groups handle what they have been handed, and what they then answer and tell goes its way. */
function stepGroups(core: Core): void {
  const { state, effects } = core
  const stepped = host.stepWaiting(core, (answer) => {
    if (!endProposal(core, answer.request)) effects.push({ ...answer, reply: replyOf(state, answer.request, answer.reply) })
  })
  if (stepped.length === 0) return
  for (const [group, raft] of shardGroups(state)) {
    const machine = shardsOf(raft)
    for (const news of machine.told.splice(0)) {
      tell(core, group, factOf(state.id, news))
      if (endsChange(news) && leads(raft)) core.has_news = true
    }
  }
}

/** Whether the placement service waits for it: a move, split or merge is over. */
function endsChange(news: ShardNews): boolean {
  switch (news.kind) {
    case 'serving':
      return news.epoch > 0
    case 'step':
      return news.step === 'cancelled'
    case 'split':
    case 'merged':
    case 'kept':
      return true
    case 'released':
      return false
  }
}

function factOf(node: NodeId, news: ShardNews): FactEvent {
  switch (news.kind) {
    case 'step': {
      const { move, shard, step } = news
      return MoveStep.of(node, { move, shard, step })
    }
    case 'serving':
    case 'released': {
      const { shard, epoch, range, keys, digest } = news
      const told = { shard, epoch, from: range.from, to: range.to, keys, digest }
      return news.kind === 'serving' ? ShardServing.of(node, told) : ShardReleased.of(node, told)
    }
    case 'split':
    case 'merged': {
      const { kind, other, ...told } = news
      return kind === 'split' ? ShardSplit.of(node, { ...told, into: other }) : ShardMerged.of(node, { ...told, with: other })
    }
    case 'kept': {
      const { shard, epoch, reason } = news
      return SplitGivenUp.of(node, { shard, epoch, reason })
    }
  }
}

function lead(core: Core): void {
  foundGroups(core)
  leadSources(core)
  leadTargets(core)
  leadRanges(core)
  reportNews(core)
  leadPlacement(core)
}

/** A group that the run began with gets its first shards. */
function foundGroups(core: Core): void {
  const { groups, shards } = core.state.initial
  for (const [group, raft] of ledGroups(core.state)) {
    if (shardsOf(raft).is_founded || !groups.has(group)) continue
    const own = [...shards.values()].filter((shard) => shard.group === group)
    propose(core, group, { do: 'found', shards: own.map(({ id, range }) => ({ id, range })) })
  }
}

/** Until the throttle lets the next part go, or something is sent again. */
function waitOf({ state, now_us }: Core): number {
  return Math.max(1000, Math.min(RETRY_US, state.next_part_us > now_us ? state.next_part_us - now_us : RETRY_US))
}
