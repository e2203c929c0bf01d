/** What a leader keeps beside its group's log: locks and steps of transactions, which no other node knows of. */
import { Recovered } from '../../../src-shared/protocols/transactions/facts'
import { RecordWritten } from '../../../src-shared/protocols/replicated-commit/facts'
import type { GroupId } from '../kit/groups/state'
import { restorePrepared } from '../kit/transactions/settle'
import { newStore } from '../kit/transactions/store'
import { toldOf } from '../kit/transactions/told'
import { leads } from '../raft/leads'
import type { Core } from './core'
import { emitOf } from './core'
import { machineOf, raftOf } from './groups'
import type { CommitMachine } from './group-state'
import type { Led } from './state'

/** Of the group, if this node leads it and has applied all that was committed before; null otherwise. */
export function ledOf({ state }: Core, group: GroupId): Led | null {
  const raft = raftOf(state, group)
  const led = state.led.get(group)
  return led !== undefined && leads(raft) && raft.term === led.term ? led : null
}

/** Begins or ends what only a leader keeps. A new leader has the locks of what is prepared; all else that was executed is forgotten. */
export function refreshLed(core: Core, group: GroupId): void {
  const { state, now_us } = core
  const raft = raftOf(state, group)
  if (ledOf(core, group) !== null) return
  state.led.delete(group)
  if (!leads(raft)) return
  const machine = machineOf(state, group)
  const { deadlocks, open_max } = state.settings
  const rules = { isolation: 'serializable', deadlocks, transactions_max: open_max, versions_kept: 1 } as const
  // The values are those that the group has applied: only locks and unfinished work are the leader's own.
  const store = { ...newStore(rules, raft.term), versions: machine.versions }
  if (!state.switches['forget-prepared']) for (const work of machine.prepared.values()) restorePrepared(store, work)
  state.led.set(group, {
    term: raft.term,
    since_us: now_us,
    store,
    heard: new Map(),
    over: new Map(),
    proposed: new Set(),
    asked: new Set(),
    acknowledged: new Map()
  })
  tellRecovered(core, group, machine)
}

/** What leaders before this one may not have come to tell of. */
function tellRecovered(core: Core, group: GroupId, { prepared, ended, records }: CommitMachine): void {
  const { id } = core.state
  const outcomes = (which: boolean) => [...ended].flatMap(([transaction, commit]) => (commit === which ? [transaction] : []))
  const found = {
    prepared: [...prepared.values()].map(toldOf),
    forced: [],
    committed: outcomes(true),
    aborted: outcomes(false)
  }
  emitOf(core, group, Recovered.of(id, found))
  for (const [transaction, { commit, participants }] of records)
    if (commit) emitOf(core, group, RecordWritten.of(id, { transaction, commit, participants, by: 'gateway' }))
}
