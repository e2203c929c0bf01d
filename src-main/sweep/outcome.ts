/** What a simulated run amounts to in a sweep: whether it failed, by which checks, and what it cost. */
import type { Simulated } from '../lab/run/simulate'

/** `violated`: a check caught something wrong. `unmet`: an expectation. `undecided`: a check hit a bound. `void`: the run could not be carried out. */
export type FailureKind = 'violated' | 'unmet' | 'undecided' | 'void'

/** One reason why a run did not pass. */
export interface Failure {
  readonly kind: FailureKind
  /** The invariant or check, or the expectation as a phrase; the same failure has the same name in every run. */
  readonly check: string
  readonly text: string
  /** When it was seen, in µs of the run; null for what is judged at the end. */
  readonly at_us: number | null
}

/** What makes two failures the same one, whichever runs they are of. */
export type FailureIdentity = Pick<Failure, 'kind' | 'check' | 'text'>

/** Whether both have the same reason: one check that broke, or one expectation; runs that are void say why in words alone. */
export function isSameFailure(one: FailureIdentity, other: FailureIdentity): boolean {
  if (one.kind !== other.kind || one.check !== other.check) return false
  const wordsOf = ({ text }: FailureIdentity) => text.replace(/\d+/g, '#')
  return one.kind !== 'void' || wordsOf(one) === wordsOf(other)
}

/** A run of a sweep. */
export interface Outcome {
  readonly seed: number
  /** Empty when it passed; what was seen first stands first. */
  readonly failures: readonly Failure[]
  readonly simulated_us: number
  readonly steps: number
}

/** The outcome of a simulation. */
export function outcomeOf(seed: number, { result, violations, simulated_us, steps }: Simulated): Outcome {
  if (result.passed) return { seed, failures: [], simulated_us, steps }
  const failures = [...brokenInvariants(violations), ...failedChecks(result), ...unmetExpectations(result)]
  const text = result.notices[0] ?? 'The run did not pass.'
  return {
    seed,
    failures: failures.length > 0 ? failures : [{ kind: 'void', check: 'run', text, at_us: null }],
    simulated_us,
    steps
  }
}

/** What a run that could not even be simulated amounts to: a defect of ours, and a failure of that seed. */
export function erroredOutcome(seed: number, error: Error): Outcome {
  return { seed, failures: [{ kind: 'void', check: 'simulator', text: error.message, at_us: null }], simulated_us: 0, steps: 0 }
}

/** The first violation of each invariant. */
function brokenInvariants(violations: Simulated['violations']): Failure[] {
  const first = new Map<string, Failure>()
  for (const { invariant, text, t } of violations) {
    if (!first.has(invariant)) first.set(invariant, { kind: 'violated', check: invariant, text, at_us: t })
  }
  return [...first.values()]
}

/** The check `invariants` is left to the invariants themselves. */
function failedChecks({ checks }: Simulated['result']): Failure[] {
  return checks.flatMap(({ name, verdict, text }): Failure[] => {
    if (verdict === 'undecided') return [{ kind: 'undecided', check: name, text, at_us: null }]
    return verdict === 'violated' && name !== 'invariants' ? [{ kind: 'violated', check: name, text, at_us: null }] : []
  })
}

function unmetExpectations({ expectations }: Simulated['result']): Failure[] {
  return expectations.flatMap(({ text, met, undecided, observed }): Failure[] =>
    met || undecided ? [] : [{ kind: 'unmet', check: text, text: `${text} (${observed})`, at_us: null }]
  )
}
