/** The coordinator's side of executing a transaction: one step after the other at their shards, and then the commit protocol. */
import { receive, tick } from '../../../../src-shared/causality/hybrid-clock'
import type { HybridTime } from '../../../../src-shared/causality/hybrid-clock'
import type { StepAnswer } from '../../../../src-shared/data-types/operation'
import type { StoredValue } from '../../../../src-shared/data-types/transaction/apply'
import { fullName, nameIn } from '../../../../src-shared/data-types/transaction/names'
import type { NodeId } from '../../../../src-shared/ids'
import { Victim } from '../../../../src-shared/protocols/transactions/execution/facts'
import { Decided } from '../../../../src-shared/protocols/transactions/facts'
import type { ClientRequest } from '../../contract'
import { setBounded } from '../../kit/bounded'
import { clearTimer, emit, reply, send, setTimer } from '../../kit/core'
import { operationName } from '../../kit/requests'
import type { ShardStep } from '../../kit/transactions/steps'
import { beginCommit } from '../coordinator'
import type { Core } from '../core'
import { afterNumbered, RETRIES_BEFORE_RESEND } from '../core'
import { keeperOf } from '../placement'
import type { Executed, Refused, Waits, Wounded } from './messages'
import type { Session, Transaction } from './state'

type TransactionRequest = Pick<ClientRequest, 'request' | 'session' | 'sequence'> & { readonly operation: Transaction }

/** Operations whose age is remembered for their next try. */
const AGES_MAX = 1024

export function beginSession(
  core: Core,
  transaction: string,
  { request, session, sequence, operation }: TransactionRequest
): void {
  const { execution, counters } = core.state
  const snapshot = now(core)
  const open: Session = {
    transaction,
    session,
    sequence,
    operation,
    age: execution.ages.get(operationName({ session, sequence })) ?? snapshot,
    snapshot,
    timer: ++counters.timers,
    answers: [],
    shards: new Map(),
    awaited: new Map(),
    found: null,
    waited: 0,
    requests: [request]
  }
  execution.sessions.set(transaction, open)
  execution.timers.set(open.timer, transaction)
  beginStep(core, open)
}

/** The session under way for the operation. */
export function sessionFor({ state }: Core, session: string, sequence: number): Session | undefined {
  for (const open of state.execution.sessions.values()) if (open.session === session && open.sequence === sequence) return open
  return undefined
}

function now(core: Core): HybridTime {
  const { execution } = core.state
  return (execution.clock = tick(execution.clock, core.now_us))
}

function beginStep(core: Core, open: Session): void {
  const { state } = core
  const step = open.operation.steps[open.answers.length]
  if (step === undefined) return finish(core, open)
  if (step.do === 'abort') return abortSession(core, open, 'the client gives it up', FINAL)
  if (step.do === 'wait') return setTimer(core, `step:${open.timer}`, step.for_ms * 1000)
  setTimer(core, `step:${open.timer}`, state.settings.lock_timeout_us)
  open.waited = 0
  const shards = step.do === 'scan' ? state.participants : [keeperOf(fullName(open.operation.key, step.key), state.participants)]
  for (const shard of shards) {
    open.awaited.set(shard, [])
    if (!open.shards.has(shard)) open.shards.set(shard, null)
    sendStep(core, open, shard)
  }
}

function sendStep(core: Core, open: Session, shard: NodeId): void {
  const { transaction, age, snapshot, operation, answers, shards } = open
  const step = shardStep(operation.key, operation.steps[answers.length] as ShardStep)
  const incarnation = shards.get(shard) ?? null
  send(
    core,
    shard,
    { type: 'execute', transaction, age, snapshot, number: answers.length, step, incarnation },
    afterNumbered(core.state)
  )
}

/** With the full names of keys. */
function shardStep(database: string, step: ShardStep): ShardStep {
  return step.do === 'scan'
    ? { ...step, prefix: fullName(database, step.prefix) }
    : { ...step, key: fullName(database, step.key) }
}

export function onExecuted(
  core: Core,
  from: NodeId,
  { transaction, number, result: { answer }, incarnation, clock }: Executed
): void {
  hear(core, clock)
  const open = core.state.execution.sessions.get(transaction)
  if (open === undefined || number !== open.answers.length || !open.awaited.delete(from)) return
  open.shards.set(from, incarnation)
  open.found = open.operation.steps[number]!.do === 'scan' ? { ...(open.found as object), ...(answer as object) } : answer
  if (open.awaited.size > 0) return
  const { found } = open
  open.found = null
  endStep(core, open, open.operation.steps[number]!.do === 'scan' ? inOrder(found as Scanned) : found)
}

type Scanned = Readonly<Record<string, StoredValue>>

/** What a scan found, by the names of keys in their database, in their order. */
function inOrder(found: Scanned): StepAnswer {
  const named = Object.entries(found).map(([key, value]) => [nameIn(key), value] as const)
  return Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)))
}

function endStep(core: Core, open: Session, answer: StepAnswer): void {
  open.answers.push(answer)
  clearTimer(core, `step:${open.timer}`)
  beginStep(core, open)
}

export function onWaits(core: Core, from: NodeId, { transaction, number, blockers }: Waits): void {
  const open = core.state.execution.sessions.get(transaction)
  if (open?.answers.length === number && open.awaited.has(from)) open.awaited.set(from, blockers)
}

export function onRefused(core: Core, from: NodeId, { transaction, reason, is_victim, clock }: Refused): void {
  hear(core, clock)
  const open = core.state.execution.sessions.get(transaction)
  if (open === undefined) return
  const text = `${from} refuses step ${open.answers.length + 1}, as ${reason}`
  if (is_victim) abortVictim(core, open, { reason: text, cycle: [] })
  else abortSession(core, open, text)
}

/** A transaction whose steps are all executed is past being wounded: it waits for no lock any more. */
export function onWounded(core: Core, from: NodeId, { transaction, reason }: Wounded): void {
  const { execution, switches } = core.state
  const open = execution.sessions.get(transaction)
  if (open !== undefined && !switches['ignore-wounds'])
    abortVictim(core, open, { reason: `${from} has it wounded, as ${reason}`, cycle: [] })
}

/** Whoever asks about a transaction is told whether it is executing or being committed. */
export function onStillOpen(core: Core, from: NodeId, transaction: string): void {
  const { execution, coordinated } = core.state
  const is_open = execution.sessions.has(transaction) || coordinated.has(transaction)
  send(core, from, { type: is_open ? 'under-way' : 'over', transaction }, 'now')
}

export function onStepTimer(core: Core, timer: number): void {
  const { execution } = core.state
  const open = execution.sessions.get(execution.timers.get(timer) ?? '')
  if (open === undefined) return
  if (open.awaited.size === 0) return endStep(core, open, null)
  const [shard, blockers] = [...open.awaited].find(([, blockers]) => blockers.length > 0) ?? [...open.awaited][0]!
  const step = `step ${open.answers.length + 1}`
  const [blocker] = blockers
  if (blocker === undefined) return abortSession(core, open, `${shard} has not done ${step} in time`)
  const reason = `${step} has waited too long at ${shard} for ${blocker.on} of ${blocker.transaction}`
  abortVictim(core, open, { reason, cycle: [] })
}

/** Aborts it for the sake of others that want the same locks. */
export function abortVictim(core: Core, open: Session, { reason, cycle }: { reason: string; cycle: string[] }): void {
  const { id, settings } = core.state
  emit(core, Victim.of(id, { transaction: open.transaction, policy: settings.deadlocks, reason, cycle }))
  abortSession(core, open, reason)
}

/** Of an abort by the client itself: no try of the transaction ends otherwise. */
const FINAL = { final: true } as const

export function abortSession(core: Core, open: Session, reason: string, finality: Partial<typeof FINAL> = {}): void {
  const { execution, counters, id } = core.state
  const { transaction, shards, requests, age } = open
  forget(core, open)
  setBounded(execution.ages, operationName(open), age, AGES_MAX)
  counters.aborted++
  emit(core, Decided.of(id, { transaction, commit: false, participants: [...shards.keys()], reason }))
  for (const request of requests) reply(core, request, { status: 'rejected', error: `aborted: ${reason}`, ...finality })
  for (const shard of shards.keys()) send(core, shard, { type: 'over', transaction }, 'now')
}

function finish(core: Core, open: Session): void {
  forget(core, open)
  beginCommit(core, open, now(core))
}

function forget(core: Core, { transaction, timer }: Session): void {
  const { execution } = core.state
  execution.sessions.delete(transaction)
  execution.timers.delete(timer)
  clearTimer(core, `step:${timer}`)
}

/** Asks again for steps that have not been done; shards look at those that wait anew. */
export function resendSteps(core: Core): void {
  for (const open of core.state.execution.sessions.values()) {
    if (open.awaited.size === 0 || ++open.waited < RETRIES_BEFORE_RESEND) continue
    open.waited = 0
    for (const shard of open.awaited.keys()) sendStep(core, open, shard)
  }
}

function hear(core: Core, clock: HybridTime): void {
  const { execution } = core.state
  execution.clock = receive(execution.clock, clock, core.now_us)
}
