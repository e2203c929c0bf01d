/** What stands in the way of a step: locks, or under snapshot isolation what is prepared and may be part of the snapshot. */
import { compareHybrid } from '../../../../src-shared/causality/hybrid-clock'
import { acquire, release } from './locks'
import type { LockMode, LockRequest, Resource } from './locks'
import { unlocksAtVote } from './rules'
import type { TransactionSwitches } from './rules'
import type { ShardStep } from './steps'
import type { LocalTransaction, Store } from './store'
import type { Blocker } from './locks'
import { keysFrom } from './view'

interface Lock {
  readonly resource: Resource
  readonly mode: LockMode
}

/** Takes the locks that the step needs; those who are in the way, if it must wait. */
export function admit(store: Store, local: LocalTransaction, step: ShardStep, switches: TransactionSwitches): readonly Blocker[] {
  if (store.rules.isolation === 'snapshot') return undecided(store, local, step, switches)
  const ignores = switches['upgrade-without-wait'] ? ignoresShared(store, local) : undefined
  return locksOf(store, local, step, switches).flatMap(({ resource, mode }) =>
    acquire(store.locks, local.transaction, resource, mode, ignores)
  )
}

/** Lets go of the locks that do not outlive the step. */
export function releaseShort(store: Store, local: LocalTransaction, step: ShardStep, switches: TransactionSwitches): void {
  const is_read = step.do === 'read' || step.do === 'scan'
  const is_short = is_read ? store.rules.isolation === 'read-committed' : switches['short-write-locks'] === true
  if (!is_short) return
  for (const { resource } of locksOf(store, local, step, switches)) {
    const is_written = resource.kind === 'key' && local.writes.has(resource.name)
    if (!is_read || !is_written) release(store.locks, local.transaction, resource)
  }
}

/** The locks that the step would take, in the order in which it asks for them. */
export function locksOf(store: Store, local: LocalTransaction, step: ShardStep, switches: TransactionSwitches): Lock[] {
  const { isolation } = store.rules
  if (step.do !== 'read' && step.do !== 'scan') return [{ resource: { kind: 'key', name: step.key }, mode: 'exclusive' }]
  if (isolation === 'read-uncommitted' || isolation === 'snapshot' || switches['skip-read-locks']) return []
  if (step.do === 'read') return [{ resource: { kind: 'key', name: step.key }, mode: 'shared' }]
  if (!switches['skip-predicate-locks']) return [{ resource: { kind: 'prefix', name: step.prefix }, mode: 'shared' }]
  return keysFrom(store, local, step.prefix).map((name) => ({ resource: { kind: 'key', name }, mode: 'shared' }))
}

/** The prepared that may have committed before the snapshot: what they write can be read once that is known. */
function undecided({ transactions }: Store, local: LocalTransaction, step: ShardStep, switches: TransactionSwitches): Blocker[] {
  if (step.do === 'write' || unlocksAtVote(switches)) return []
  const isRead = (key: string) => (step.do === 'scan' ? key.startsWith(step.prefix) : key === step.key)
  return [...transactions.values()].flatMap(({ transaction, prepared, writes }) => {
    if (prepared === null || compareHybrid(prepared, local.snapshot) > 0) return []
    const on = [...writes.keys()].find(isRead)
    return on === undefined ? [] : [{ transaction, on }]
  })
}

/** With the bug: a lock is upgraded as if nobody else shared it. */
function ignoresShared({ locks }: Store, { transaction }: LocalTransaction): (other: LockRequest) => boolean {
  return ({ resource, held }) => {
    const own = locks.keys.get(resource.name)?.find((request) => request.transaction === transaction)
    return own?.held === 'shared' && held === 'shared'
  }
}
