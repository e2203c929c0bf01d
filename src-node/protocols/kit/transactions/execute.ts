/** A transaction's next step at this shard: it is done, waits, or may not be done. */
import { admit, locksOf, releaseShort } from './admission'
import { judgeOvertaken, judgeWait } from './deadlocks'
import { overtakenBy, withdraw, waitingRequests } from './locks'
import { perform } from './perform'
import type { TransactionSwitches } from './rules'
import type { ShardStep } from './steps'
import type { Execution, LocalTransaction, Refusal, Resumed, StepRequest, Store, Victim } from './store'
import type { Blocker } from './locks'

/** Safe to ask again: a step is done once, and one that waits is looked at anew. */
export function execute(store: Store, request: StepRequest, switches: TransactionSwitches): Execution {
  const local = store.transactions.get(request.transaction) ?? begin(store, request)
  if (typeof local === 'string') return refused(local)
  if (request.incarnation !== null && request.incarnation !== store.incarnation) return refused(RESTARTED)
  if (local.refusal !== null) return local.refusal
  if (local.prepared !== null || request.number < local.number) return { outcome: 'stale' }
  if (request.number === local.number && local.waiting === null) return { outcome: 'done', answer: local.answer }
  local.number = request.number
  return attempt(store, local, request.step, switches)
}

/** Looks at every step that waits, since somebody has let go of locks; what has come of them. */
export function resume(store: Store, switches: TransactionSwitches): Resumed[] {
  return inLine(store).flatMap((local) => {
    const execution = attempt(store, local, local.waiting!, switches)
    const is_news = execution.outcome !== 'waits' || execution.victims.length > 0
    return is_news ? [{ transaction: local.transaction, number: local.number, execution }] : []
  })
}

/** Those whose steps wait: first those in the queue of locks, in its order. */
function inLine({ locks, transactions }: Store): LocalTransaction[] {
  const queued = waitingRequests(locks).map(({ transaction }) => transaction)
  return [...new Set([...queued, ...transactions.keys()])].flatMap((name) => {
    const local = transactions.get(name)
    return local !== undefined && local.waiting !== null ? [local] : []
  })
}

function begin({ transactions, rules }: Store, request: StepRequest): LocalTransaction | string {
  const { transaction, age, snapshot, incarnation } = request
  if (incarnation !== null) return RESTARTED
  if (transactions.size >= rules.transactions_max) return 'the shard works on too many transactions'
  const local: LocalTransaction = {
    transaction,
    age,
    snapshot,
    number: -1,
    waiting: null,
    answer: null,
    writes: new Map(),
    refusal: null,
    prepared: null
  }
  transactions.set(transaction, local)
  return local
}

const RESTARTED = 'the shard has restarted and forgotten its steps'

function refused(reason: string, is_victim = false): Refusal {
  return { outcome: 'refused', reason, is_victim }
}

function attempt(store: Store, local: LocalTransaction, step: ShardStep, switches: TransactionSwitches): Execution {
  const blockers = admit(store, local, step, switches)
  if (blockers.length > 0) return wait(store, local, step, blockers, switches)
  const performed = perform(store, local, step, switches)
  local.waiting = null
  if ('refusal' in performed) return (local.refusal = refused(performed.refusal))
  releaseShort(store, local, step, switches)
  local.answer = performed.answer
  return { outcome: 'done', answer: performed.answer }
}

function wait(
  store: Store,
  local: LocalTransaction,
  step: ShardStep,
  blockers: readonly Blocker[],
  switches: TransactionSwitches
): Execution {
  const { rules, locks, transactions } = store
  const resources = locksOf(store, local, step, switches).map(({ resource }) => resource)
  const overtaken = resources.flatMap((resource) => overtakenBy(locks, local.transaction, resource))
  const verdicts =
    rules.isolation === 'snapshot'
      ? []
      : [judgeWait(rules, local, blockers, transactions), judgeOvertaken(rules, local, overtaken, transactions)]
  const reason = verdicts.find(({ refusal }) => refusal !== null)?.refusal ?? null
  if (reason !== null) {
    for (const resource of resources) withdraw(locks, local.transaction, resource)
    local.waiting = null
    return (local.refusal = refused(reason, true))
  }
  local.waiting = step
  return { outcome: 'waits', blockers, victims: eachOnce(verdicts.flatMap(({ victims }) => victims)) }
}

function eachOnce(victims: readonly Victim[]): Victim[] {
  return [...new Map(victims.map((victim) => [victim.transaction, victim])).values()]
}
