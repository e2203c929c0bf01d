/** What a run that was ended before its time, or is still under way, cannot tell. */
import type { ClusterFold } from '../../../src-shared/folds/cluster'
import type { ExpectationResult } from '../../../src-shared/result'
import type { Scenario } from '../../../src-shared/scenario/schema'
import type { Expectation } from '../../../src-shared/scenario/expectations'
import type { ScriptEntry } from '../../../src-shared/scenario/sections/script'

/** How far the run has come, in ms; Infinity where its time is over. */
export function observedUntil_ms({ ended, now_us }: Pick<ClusterFold, 'ended' | 'now_us'>): number {
  if (ended === null) return now_us / 1000
  return ended.reason === 'finished' ? Infinity : (ended.stopped_us ?? ended.t) / 1000
}

/** Whether its time was not over by then. One without a duration is over whenever it is ended. */
export function isUnfinished({ duration }: Pick<Scenario, 'duration'>, until_ms: number): boolean {
  return duration !== undefined && until_ms < duration
}

/** What the reader of an unfinished run must know. */
export function unfinishedText({ duration }: Pick<Scenario, 'duration'>, until_ms: number): string {
  return `The run had come to ${seconds(until_ms)} of ${seconds(duration!)}: what it says is of that time alone.`
}

/** The result, or that the run had not come to what the expectation speaks of. */
export function limitToObserved(
  result: ExpectationResult,
  expectation: Expectation | ScriptEntry,
  until_ms: number,
  duration_ms = 0
): ExpectationResult {
  if (evaluatedUntil_ms(expectation, duration_ms) <= until_ms) return result
  return { text: result.text, met: false, undecided: true, observed: `the run had only come to ${seconds(until_ms)}` }
}

/** Time up to which the run must have been observed to evaluate the expectation; the end of the run by default. */
function evaluatedUntil_ms(expectation: Expectation | ScriptEntry, duration_ms: number): number {
  if ('during' in expectation && expectation.during)
    return Math.max(expectation.during[1], ('relative_to' in expectation && expectation.relative_to?.[1]) || 0)
  return ('at' in expectation ? expectation.at : undefined) ?? duration_ms
}

function seconds(ms: number): string {
  return `${Math.round(ms) / 1000} s`
}
