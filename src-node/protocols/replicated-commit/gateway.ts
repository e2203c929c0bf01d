/** The node that a client asks is the gateway of its transaction: it has the steps executed one after the other by the leaders of their groups. */
import { fullName, nameIn } from '../../../src-shared/data-types/transaction/names'
import type { Step } from '../../../src-shared/data-types/transaction/steps'
import type { StepAnswer } from '../../../src-shared/data-types/operation'
import { operationOf } from '../../../src-shared/protocols/transactions/facts'
import type { ClientRequest } from '../contract'
import { setBounded } from '../kit/bounded'
import { reply, setTimer } from '../kit/core'
import { groupOfKey } from '../kit/groups/placement'
import type { GroupId } from '../kit/groups/state'
import { operationName, VALUE_LENGTH_MAX } from '../kit/requests'
import { waitFor } from '../kit/waiting-requests'
import type { ShardStep } from '../kit/transactions/steps'
import type { Core } from './core'
import { tellLeader } from './core'
import type { Refuse, StepDone } from './messages'
import type { CommitState, Member, OpenTransaction, Transaction } from './state'
import { abort, FINAL, resendDecide, resendPrepare, startPreparing } from './commit'

/** Operations whose first try is remembered. */
const AGES_MAX = 4096

export function onRequest(core: Core, asked: ClientRequest): void {
  const { request, operation } = asked
  const open = openFor(core.state, operationName(asked))
  if (open !== undefined) return waitFor(core, open, request)
  const refusal = refusalOf(core.state, operation)
  if (refusal !== null) return reply(core, request, { status: 'rejected', error: refusal })
  begin(core, asked, operation as Transaction)
}

function openFor({ open }: CommitState, operation: string): OpenTransaction | undefined {
  return [...open.values()].find(({ transaction }) => operationOf(transaction) === operation)
}

function refusalOf({ open, settings }: CommitState, operation: ClientRequest['operation']): string | null {
  if (operation.f !== 'transaction') return `a ${operation.f} is not a transaction`
  if (operation.steps.some((step) => 'value' in step && step.value.length > VALUE_LENGTH_MAX))
    return `a value exceeds ${VALUE_LENGTH_MAX} characters`
  return open.size >= settings.open_max ? 'too many transactions are open' : null
}

/** A name of its own for each try, wherever it is made. */
function begin(core: Core, asked: ClientRequest, operation: Transaction): void {
  const { state, now_us, context } = core
  const name = operationName(asked)
  const age = state.ages.get(name) ?? { physical_us: now_us, counter: 0 }
  setBounded(state.ages, name, age, AGES_MAX)
  const open: OpenTransaction = {
    transaction: `${name}#${state.id}.${Math.floor(context.random() * 2 ** 32).toString(36)}`,
    operation,
    requests: [asked.request],
    age,
    begun_us: now_us,
    phase: 'executing',
    answers: [],
    thinks_until_us: null,
    deadline_us: 0,
    members: new Map()
  }
  state.open.set(open.transaction, open)
  advance(core, open)
}

/** Begins the next step. */
function advance(core: Core, open: OpenTransaction): void {
  const { state, now_us } = core
  const number = open.answers.length
  const step = open.operation.steps[number]
  open.deadline_us = now_us + state.settings.timeout_us
  if (step === undefined) return startPreparing(core, open)
  if (step.do === 'abort') return abort(core, open, 'the client has given it up', FINAL)
  if (step.do === 'wait') return void (open.thinks_until_us = now_us + step.for_ms * 1000)
  const at_groups = shardStep(open.operation, step)
  for (const group of groupsOf(state, at_groups)) {
    const incarnation = open.members.get(group)?.incarnation ?? null
    const member: Member = { incarnation, number, step: at_groups, answer: undefined, vote: null }
    open.members.set(group, member)
    sendStep(core, open, group, member)
  }
}

/** With the keys as they are called among those of all databases. */
function shardStep({ key: database }: Transaction, step: Exclude<Step, { do: 'wait' | 'abort' }>): ShardStep {
  return step.do === 'scan'
    ? { do: 'scan', prefix: fullName(database, step.prefix) }
    : { ...step, key: fullName(database, step.key) }
}

/** Keys that begin alike are in all groups. */
function groupsOf({ groups }: CommitState, step: ShardStep): readonly GroupId[] {
  return step.do === 'scan' ? groups : [groupOfKey(groups, step.key)]
}

function sendStep(
  core: Core,
  { transaction, age }: OpenTransaction,
  group: GroupId,
  { number, step, incarnation }: Member
): void {
  tellLeader(core, group, { type: 'step', group, transaction, age, number, step, incarnation })
}

export function onStepDone(core: Core, { group, transaction, number, incarnation, result: { answer } }: StepDone): void {
  const open = core.state.open.get(transaction)
  const member = open?.members.get(group)
  if (open?.phase !== 'executing' || member?.number !== number || member.answer !== undefined) return
  if (member.incarnation !== null && member.incarnation !== incarnation) return
  Object.assign(member, { incarnation, answer })
  const concerned = [...open.members.values()].filter((one) => one.number === open.answers.length)
  const answers = concerned.map((one) => one.answer)
  if (answers.includes(undefined)) return
  open.answers.push(member.step.do === 'scan' ? mergedScan(answers) : answer)
  advance(core, open)
}

/** What all groups have found, in the order of the keys, as they are called in their database. */
function mergedScan(found: readonly (StepAnswer | undefined)[]): StepAnswer {
  const all = found.flatMap((one) => Object.entries(one as Extract<StepAnswer, Readonly<Record<string, unknown>>>))
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [nameIn(key), value]))
}

/** A group cannot go on with it. Once it has voted it has nothing more to say: that is a late copy. */
export function onRefuse(core: Core, { group, transaction, reason }: Refuse): void {
  const open = core.state.open.get(transaction)
  if (open === undefined || open.phase === 'deciding' || open.members.get(group)?.vote !== null) return
  abort(core, open, reason)
}

/** Goes on with those whose client has thought; of `all`, says again what was not answered, which also tells leaders that this node lives. */
export function resendOpen(core: Core, which: 'all' | 'thinking'): void {
  for (const open of [...core.state.open.values()]) {
    if (open.thinks_until_us !== null && open.thinks_until_us <= core.now_us) {
      open.thinks_until_us = null
      open.answers.push(null)
      advance(core, open)
    } else if (which === 'all') resend(core, open)
  }
}

function resend(core: Core, open: OpenTransaction): void {
  const is_late = open.thinks_until_us === null && open.deadline_us <= core.now_us
  if (open.phase === 'deciding') return resendDecide(core, open, is_late)
  if (is_late) return abort(core, open, `no answer from ${silentOf(open)} in time`)
  if (open.phase === 'preparing') return resendPrepare(core, open)
  for (const [group, member] of open.members) sendStep(core, open, group, member)
}

function silentOf({ phase, members }: OpenTransaction): string {
  const silent = [...members].filter(([, { answer, vote }]) => (phase === 'executing' ? answer === undefined : vote === null))
  return silent.map(([group]) => group).join(', ')
}

/** When the first client that thinks goes on. */
export function setThinkTimer(core: Core): void {
  const until_us = Math.min(...[...core.state.open.values()].map(({ thinks_until_us }) => thinks_until_us ?? Infinity))
  if (until_us < Infinity) setTimer(core, 'think', Math.max(0, until_us - core.now_us))
}
