/** When a failed call may be tried again, and after which pause. */
import type { Core } from './core'
import type { Call, ServicesState } from './state'

/** Further tries that a member may make before it has made any call. */
export const BUDGET_BURST = 10

/** A call gives its share of further tries to the budget. */
export function depositCall({ budget, settings }: ServicesState): void {
  budget.tokens = Math.min(BUDGET_BURST, budget.tokens + settings.retry_budget_percent / 100)
}

/** Takes one further try from the budget; false: it is used up. */
export function takeFromBudget({ budget, settings, switches }: ServicesState): boolean {
  if (settings.retry_budget_percent === 0) return true
  if (budget.tokens < 1) return switches['overdraw-budget'] ?? false
  budget.tokens--
  return true
}

/**
 * Pause before the next try; null: there is none. Doubling up to the longest; with full jitter uniform between zero and that
 * (Brooker, "Exponential backoff and jitter", 2015).
 */
export function pauseBefore({ state, random }: Core, { tries }: Call): number | null {
  const { retries, attempts, backoff_us, backoff_max_us } = state.settings
  if (retries === 'none' || tries >= attempts) return null
  if (retries === 'naive') return 0
  const longest = Math.min(backoff_max_us, backoff_us * 2 ** (tries - 1))
  return Math.round(retries === 'exponential' ? longest : random() * longest)
}
