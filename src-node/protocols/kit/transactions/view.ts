/** What a transaction sees, under each isolation. */
import type { StoredValue } from '../../../../src-shared/data-types/transaction/apply'
import type { TransactionSwitches } from './rules'
import type { LocalTransaction, Store } from './store'
import { newest, versionAt } from './versions'

/** A value that a transaction sees; null: there is none. `gone`: its snapshot is older than what is kept of the key. */
export type Seen = { readonly value: StoredValue } | null | 'gone'

/** Its own write, or else what its isolation shows it. */
export function visible(
  { rules, versions, transactions }: Store,
  local: LocalTransaction,
  key: string,
  switches: TransactionSwitches
): Seen {
  const own = local.writes.get(key)
  if (own !== undefined) return { value: own }
  if (rules.isolation === 'snapshot' && !switches['read-past-snapshot']) return versionAt(versions, key, local.snapshot)
  const dirty = rules.isolation === 'read-uncommitted' ? dirtyValue(transactions, key) : undefined
  return dirty === undefined ? newest(versions, key) : { value: dirty }
}

/** Every key here that begins so and that the transaction may see, in order. */
export function keysFrom({ rules, versions, transactions }: Store, local: LocalTransaction, prefix: string): string[] {
  const written = rules.isolation === 'read-uncommitted' ? [...transactions.values()] : [local]
  const all = new Set([...versions.by_key.keys(), ...written.flatMap(({ writes }) => [...writes.keys()])])
  return [...all].filter((key) => key.startsWith(prefix)).sort()
}

/** What somebody has written and not committed. */
function dirtyValue(transactions: ReadonlyMap<string, LocalTransaction>, key: string): StoredValue | undefined {
  for (const { writes } of transactions.values()) if (writes.has(key)) return writes.get(key)
  return undefined
}
