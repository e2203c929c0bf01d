/**
 * What to make of reads whose value several writes have left: a model holds where it holds for some choice of one source each.
 * What it says of the other reads is decided first; then choices are tried, the likeliest first, up to a bound.
 */
import { ambiguousReadsOf, likelySources, assumeSources } from '../execution/execution'
import type { Execution } from '../execution/execution'
import type { Check, Finding } from './finding'
import type { Meter } from '../meter'

/** Choices looked into, and the events of all of them together: the bound on how long it may take. */
const TRIES_MAX = 5_000
const EVENTS_MAX = 50_000

/** `found` null and `decided`: the model holds. */
export interface Decision {
  readonly found: Finding | null
  readonly decided: boolean
}

/** Holds an execution against a model. May throw `OutOfBounds`. */
export function decideAmbiguous(execution: Execution, check: Check, meter: Meter): Decision {
  const found = check(execution, meter)
  if (found || ambiguousReadsOf(execution).length === 0) return { found, decided: true }
  if (!check(assumeLikeliest(execution), meter)) return { found: null, decided: true }
  return new Choices(execution, check, meter).decide()
}

function assumeLikeliest(execution: Execution): Execution {
  for (;;) {
    const doubtful = ambiguousReadsOf(execution)
    if (doubtful.length === 0) return execution
    const likeliest = doubtful.map((e) => [e, likelySources(execution.events[e]!, execution)[0]!] as const)
    // Others of unknown outcome may have happened because of that, and their sources are in doubt then.
    execution = assumeSources(execution, new Map(likeliest))
  }
}

/** Tries all choices, depth first; each only as far as the model allows. */
class Choices {
  private tries_left: number

  constructor(
    private readonly execution: Execution,
    private readonly check: Check,
    private readonly meter: Meter
  ) {
    this.tries_left = Math.min(TRIES_MAX, EVENTS_MAX / execution.events.length)
  }

  decide(): Decision {
    if (this.isExplained(this.execution)) return { found: null, decided: true }
    const events = this.execution.events.map((_, e) => e)
    const why = 'Whichever of the writes that left the same value each of these saw, they cannot be explained together'
    return this.tries_left > 0 ? { found: { events, why }, decided: true } : { found: null, decided: false }
  }

  private isExplained(execution: Execution): boolean {
    if (this.tries_left-- <= 0 || this.check(execution, this.meter)) return false
    const [first] = ambiguousReadsOf(execution)
    if (first === undefined) return true
    return likelySources(execution.events[first]!, execution).some((source) =>
      this.isExplained(assumeSources(execution, new Map([[first, source]])))
    )
  }
}
