/** A shard's side of executing a transaction: it does steps, or tells whom they wait for. */
import { receive } from '../../../../src-shared/causality/hybrid-clock'
import { StepWaits, WaitOver } from '../../../../src-shared/protocols/transactions/execution/facts'
import { emit, send } from '../../kit/core'
import { execute } from '../../kit/transactions/execute'
import { prepare, settle } from '../../kit/transactions/settle'
import type { Execution, Preparation, PrepareRequest, Resumed } from '../../kit/transactions/store'
import type { Blocker } from '../../kit/transactions/locks'
import type { Core } from '../core'
import type { Execute } from './messages'

const GIVEN_UP = { outcome: 'refused', reason: 'it has given the transaction up', is_victim: false } as const

export function onExecute(core: Core, { transaction, number, ...request }: Execute): void {
  const { execution, decisions, switches } = core.state
  execution.clock = receive(execution.clock, request.snapshot, core.now_us)
  // A copy that comes after the transaction's end.
  if (decisions.known.has(transaction)) return
  if (execution.given_up.has(transaction)) return tell(core, { transaction, number, execution: GIVEN_UP })
  tell(core, { transaction, number, execution: execute(execution.store, { transaction, number, ...request }, switches) })
  if (execution.store.transactions.has(transaction)) execution.silent.set(transaction, 0)
}

/** What the shard votes; after a no it has nothing more to do with the transaction. */
export function prepareHere(core: Core, request: PrepareRequest): Preparation {
  const { execution, switches } = core.state
  execution.clock = receive(execution.clock, request.stamp, core.now_us)
  const vote = prepare(execution.store, request, switches)
  if (vote.vote === 'no') settleHere(core, request.transaction, false)
  return vote
}

/** Ends a transaction here, and tells what comes of the steps that waited for it. */
export function settleHere(core: Core, transaction: string, commit: boolean): void {
  const { execution, switches } = core.state
  endWait(core, transaction)
  execution.silent.delete(transaction)
  for (const resumed of settle(execution.store, transaction, commit, switches)) tell(core, resumed)
}

/** The coordinator knows nothing of the transaction; what is prepared waits for its decision all the same. */
export function onOver(core: Core, transaction: string): void {
  if (core.state.execution.store.transactions.get(transaction)?.prepared === null) settleHere(core, transaction, false)
}

function tell(core: Core, { transaction, number, execution }: Resumed): void {
  const { coordinator } = core.state
  const { clock, store } = core.state.execution
  switch (execution.outcome) {
    case 'done': {
      endWait(core, transaction)
      const { answer } = execution
      const { incarnation } = store
      return send(core, coordinator, { type: 'executed', transaction, number, result: { answer }, incarnation, clock }, 'now')
    }
    case 'refused':
      endWait(core, transaction)
      return send(
        core,
        coordinator,
        { type: 'refused', transaction, reason: execution.reason, is_victim: execution.is_victim, clock },
        'now'
      )
    case 'waits':
      return tellWait(core, transaction, number, execution)
    case 'stale':
  }
}

function tellWait(
  core: Core,
  transaction: string,
  number: number,
  { blockers, victims }: Extract<Execution, { readonly outcome: 'waits' }>
): void {
  const { coordinator } = core.state
  noteWait(core, transaction, blockers)
  send(core, coordinator, { type: 'waits', transaction, number, blockers }, 'now')
  for (const victim of victims) send(core, coordinator, { type: 'wounded', ...victim }, 'now')
}

function noteWait(core: Core, transaction: string, blockers: readonly Blocker[]): void {
  const { id, execution } = core.state
  const text = JSON.stringify(blockers)
  if (execution.told_waits.get(transaction) === text) return
  execution.told_waits.set(transaction, text)
  emit(core, StepWaits.of(id, { transaction, blockers: [...blockers] }))
}

function endWait(core: Core, transaction: string): void {
  const { id, execution } = core.state
  if (execution.told_waits.delete(transaction)) emit(core, WaitOver.of(id, { transaction }))
}
