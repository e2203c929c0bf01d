/** What a shard is asked to do for a transaction, one step after the other. Keys have their full names here. */
import type { StoredValue } from '../../../../src-shared/data-types/transaction/apply'
import type { Step } from '../../../../src-shared/data-types/transaction/steps'

/** Steps that a shard takes; a transaction's others (a pause, giving up) are its coordinator's affair. */
export type ShardStep = Exclude<Step, { readonly do: 'wait' | 'abort' }>

export type Write = readonly [key: string, value: StoredValue]
