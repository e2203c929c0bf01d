import type { CheckResult, ExpectationResult, FaultCard, RunResult, Verdict } from '../../src-shared/result'

const MARKS: Readonly<Record<Verdict, string>> = { holds: '✓', violated: '✗', undecided: '?' }

/** A result in a screenful. */
export function describeResult(result: RunResult): string {
  const { operations: count, metrics } = result
  const latency = metrics['latency_ms.p50'] === undefined ? '' : `, median ${round(metrics['latency_ms.p50'])} ms`
  const sections = [
    [`${count.invoked} operations: ${count.ok} ok${latency}, ${count.fail} failed, ${count.unknown} unknown`],
    result.faults.map(describeFault),
    result.checks.flatMap(describeCheck),
    result.expectations.map(describeExpectation),
    result.notices.map((text) => `! ${text}`),
    [result.passed ? 'Passed.' : 'Did not pass.']
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
  return [`${MARKS[verdict]} ${title}${verdict === 'holds' ? '' : `: ${text}`}`, ...evidence.map((line) => `    ${line}`)]
}

function describeExpectation({ text, met, observed }: ExpectationResult): string {
  return `${met ? '✓' : '✗'} ${text} (${observed})`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
