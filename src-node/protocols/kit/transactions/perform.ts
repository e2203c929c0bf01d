/** Does a step that nothing stands in the way of. */
import type { TransactionSwitches } from './rules'
import type { LocalTransaction, Store } from './store'
import type { ShardStep, StepAnswer, Value } from './steps'
import { noteRead } from './read-stamps'
import { keysFrom, visible } from './view'

/** Elements of a list at most. */
export const ELEMENTS_MAX = 4096
/** Keys that a scan finds at one shard at most. */
export const SCANNED_MAX = 1024

export type Performed = { readonly answer: StepAnswer } | { readonly refusal: string }

export function perform(store: Store, local: LocalTransaction, step: ShardStep, switches: TransactionSwitches): Performed {
  if (step.do === 'scan') return scan(store, local, step.prefix, switches)
  if (step.do === 'write') return write(local, step.key, step.value, null)
  if (store.rules.isolation === 'snapshot') noteRead(store.read_stamps, 'keys', step.key, local.snapshot)
  const value = visible(store, local, step.key, switches)
  if (value === 'gone') return tooOld(step.key)
  switch (step.do) {
    case 'read':
      return { answer: value }
    case 'append':
      return append(local, step, value)
    case 'add':
      return add(local, step, value)
  }
}

function write(local: LocalTransaction, key: string, value: Value, answer: StepAnswer): Performed {
  local.writes.set(key, value)
  return { answer }
}

function append(
  local: LocalTransaction,
  { key, value }: Extract<ShardStep, { readonly do: 'append' }>,
  before: Value | null
): Performed {
  if (typeof before === 'string') return { refusal: `${key} is no list` }
  const list = before ?? []
  return list.length < ELEMENTS_MAX ? write(local, key, [...list, value], null) : { refusal: `the list ${key} is full` }
}

/** Nothing counts as 0. */
function add(local: LocalTransaction, { key, by }: Extract<ShardStep, { readonly do: 'add' }>, before: Value | null): Performed {
  const sum = /^-?\d+$/.test(String(before ?? 0)) ? Number(before ?? 0) + by : NaN
  return Number.isSafeInteger(sum) ? write(local, key, String(sum), String(sum)) : { refusal: `${key} is no number to add to` }
}

function scan(store: Store, local: LocalTransaction, prefix: string, switches: TransactionSwitches): Performed {
  if (store.rules.isolation === 'snapshot') noteRead(store.read_stamps, 'prefixes', prefix, local.snapshot)
  const found: Record<string, Value> = {}
  for (const key of keysFrom(store, local, prefix)) {
    const value = visible(store, local, key, switches)
    if (value === 'gone') return tooOld(key)
    if (value !== null) found[key] = value
  }
  const count = Object.keys(found).length
  return count <= SCANNED_MAX ? { answer: found } : { refusal: `more than ${SCANNED_MAX} keys begin with ${prefix}` }
}

function tooOld(key: string): Performed {
  return { refusal: `the snapshot is older than what is kept of ${key}` }
}
