import type { DataType } from '../../../src-shared/consistency'
import { MODELS } from '../models'
import type { KeyState } from '../../../src-shared/data-types/model'
import type { Budget } from './budget'
import type { KeyHistory, Required } from './key-history'
import type { Finding } from './refutations/finding'
import { REFUTATIONS } from './refutations/refutations'
import { searchOrder } from './search'
import type { SearchOutcome } from './search'

export type KeyOutcome =
  | Exclude<SearchOutcome, { verdict: 'violated' }>
  /** Every order fails at `stuck` or before. */
  | ({ readonly verdict: 'violated'; readonly found_by: 'refutation' } & Finding)
  | { readonly verdict: 'violated'; readonly stuck: Required; readonly found_by: 'search'; readonly states: readonly KeyState[] }

/** Whether one key has an order: the quick test first, since it decides some keys that no search can. */
export function decideKey(history: KeyHistory, type: DataType, budget: Budget): KeyOutcome {
  const finding = REFUTATIONS[type]?.(history)
  if (finding) return { verdict: 'violated', found_by: 'refutation', ...finding }
  const outcome = searchOrder(history, MODELS[type], budget)
  return outcome.verdict === 'violated' ? { ...outcome, found_by: 'search' } : outcome
}
