import { endedEarly, expectationVerdict } from '../../../src-shared/result'
import type { CheckResult, ExpectationResult, FaultCard, RunResult } from '../../../src-shared/result'
import type { Verdict } from '../../../src-shared/verdict'

export const VERDICT_MARKS: Readonly<Record<Verdict, string>> = { holds: '✓', violated: '✗', undecided: '?' }

/** A result in a screenful; `is_written`: what was asked for of it is there. */
export function describeResult(result: RunResult, is_written = true): string {
  const { operations: count, metrics } = result
  const latency = metrics['latency_ms.p50'] === undefined ? '' : `, median ${round(metrics['latency_ms.p50'])} ms`
  const sections = [
    [`${count.invoked} operations: ${count.ok} ok${latency}, ${count.fail} failed, ${count.unknown} unknown`],
    result.faults.map(describeFault),
    result.checks.flatMap(describeCheck),
    result.expectations.map(describeExpectation),
    result.notices.map((text) => `! ${text}`),
    [describeVerdict(result, is_written)]
  ]
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `\n${lines.join('\n')}`)
    .join('\n')
}

function describeFault({ label, start_ms, verdict }: FaultCard): string {
  return `${(start_ms / 1000).toFixed(1)} s  ${label}. ${verdict}`
}

function describeCheck({ title, verdict, text, evidence }: CheckResult): string[] {
  return [`${VERDICT_MARKS[verdict]} ${title}${verdict === 'holds' ? '' : `: ${text}`}`, ...evidence.map((line) => `    ${line}`)]
}

function describeVerdict(result: RunResult, is_written: boolean): string {
  if (result.passed) return is_written ? 'Passed.' : 'The run passed, but not all that was asked for could be written.'
  return endedEarly(result) ? 'Ended before its time: it has not passed.' : 'Did not pass.'
}

function describeExpectation(result: ExpectationResult): string {
  return `${VERDICT_MARKS[expectationVerdict(result)]} ${result.text} (${result.observed})`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
