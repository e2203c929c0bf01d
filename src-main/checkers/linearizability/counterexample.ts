import type { DataType } from '../../../src-shared/consistency'
import { describeOperation } from '../describe'
import { MODELS } from '../models'
import type { Budget } from './budget'
import { decideKey } from './decide'
import type { KeyOutcome } from './decide'
import { inOrderOfCompletion, prefixUntil } from './key-history'
import type { KeyHistory, Required } from './key-history'
import { minimize } from './minimize'

const STATES_SHOWN = 6
/** What each search on the way to an explanation may remember: those that need more count as undecided. */
const CONFIGURATIONS = { shortest: 50_000, minimal: 2_000 }

type Violated = Extract<KeyOutcome, { verdict: 'violated' }>

/**
 * The end of the shortest prefix that already has no order (or of the shortest one found within the budget). A search alone gives a
 * moment at or before it, since it holds operations to answers that came later; a quick test gives any moment.
 */
export function firstUnexplained(history: KeyHistory, type: DataType, budget: Budget, found: Violated): Violated {
  const from_us = found.found_by === 'search' ? found.stuck.completed_us : -Infinity
  const candidates = inOrderOfCompletion(history.required).filter(({ completed_us }) => completed_us >= from_us)
  const limited = { ...budget, configurations: Math.min(budget.configurations, CONFIGURATIONS.shortest) }
  let shortest = found
  let low = 0
  let high = candidates.length - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const end = candidates[middle]!
    const outcome = decideKey(prefixUntil(history, end), type, limited)
    if (outcome.verdict === 'undecided') return shortest
    if (outcome.verdict === 'violated') {
      shortest = endingAt(end, outcome)
      high = middle - 1
    } else low = middle + 1
  }
  return shortest
}

/** What was found of a prefix that is violated, told of its last answer. */
function endingAt(end: Required, found: Violated): Violated {
  return found.stuck === end ? found : { verdict: 'violated', stuck: end, found_by: 'search', states: [] }
}

/** The fewest operations found that still have no order, among them the one that ends the shortest prefix without one. */
export function smallestViolation(history: KeyHistory, type: DataType, budget: Budget, shortest: Violated): KeyHistory {
  const limited = { ...budget, configurations: Math.min(budget.configurations, CONFIGURATIONS.minimal) }
  const prefix = prefixUntil(history, shortest.stuck)
  const against = shortest.found_by === 'refutation' ? shortest.against : null
  return minimize(
    prefix,
    type,
    [shortest.stuck, ...(against ? [against] : [])],
    (part) => decideKey(part, type, limited).verdict === 'violated'
  )
}

/** One or two sentences on why the key has no order. */
export function explain(key: string, type: DataType, found: Violated): string {
  const stuck = describeOperation(found.stuck)
  if (found.found_by === 'refutation') return `Key ${key}: nothing explains ${stuck}: ${found.why}.`
  const states = found.states.slice(0, STATES_SHOWN).map(MODELS[type].describe)
  if (found.states.length > STATES_SHOWN) states.push('another of many')
  const before = states.length > 0 ? `; just before it the value could only be ${states.join(' or ')}` : ''
  return `Key ${key}: no order of the operations explains ${stuck}${before}.`
}
