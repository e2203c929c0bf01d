import type { Verdict } from '../../../src-shared/verdict'

/** What became of a check or an expectation. */
export interface VerdictLine {
  readonly title: string
  readonly verdict: Verdict
  readonly text: string
  readonly evidence: readonly string[]
}
