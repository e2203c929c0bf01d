/** Does a step that nothing stands in the way of. */
import type { StepAnswer } from '../../../../src-shared/data-types/operation'
import { applyStep } from '../../../../src-shared/data-types/transaction/apply'
import type { StoredValue } from '../../../../src-shared/data-types/transaction/apply'
import { noteRead } from './read-stamps'
import type { TransactionSwitches } from './rules'
import type { ShardStep } from './steps'
import type { LocalTransaction, Store } from './store'
import { keysFrom, visible } from './view'

/** Elements of a list at most. */
export const ELEMENTS_MAX = 4096
/** Keys that a scan finds at one shard at most. */
export const SCANNED_MAX = 1024

export type Performed = { readonly answer: StepAnswer } | { readonly refusal: string }

export function perform(store: Store, local: LocalTransaction, step: ShardStep, switches: TransactionSwitches): Performed {
  if (step.do === 'scan') return scan(store, local, step.prefix, switches)
  if (store.rules.isolation === 'snapshot' && step.do !== 'write') noteRead(store.read_stamps, 'keys', step.key, local.snapshot)
  const before = step.do === 'write' ? null : visible(store, local, step.key, switches)
  if (before === 'gone') return tooOld(step.key)
  const { answer, written } = applyStep(step, before?.value)
  if (Array.isArray(written) && written.length > ELEMENTS_MAX) return { refusal: `the list ${step.key} is full` }
  if (written !== undefined) local.writes.set(step.key, written)
  return { answer }
}

function scan(store: Store, local: LocalTransaction, prefix: string, switches: TransactionSwitches): Performed {
  if (store.rules.isolation === 'snapshot') noteRead(store.read_stamps, 'prefixes', prefix, local.snapshot)
  const found: Record<string, StoredValue> = {}
  for (const key of keysFrom(store, local, prefix)) {
    const seen = visible(store, local, key, switches)
    if (seen === 'gone') return tooOld(key)
    if (seen !== null) found[key] = seen.value
  }
  const count = Object.keys(found).length
  return count <= SCANNED_MAX ? { answer: found } : { refusal: `more than ${SCANNED_MAX} keys begin with ${prefix}` }
}

function tooOld(key: string): Performed {
  return { refusal: `the snapshot is older than what is kept of ${key}` }
}
