import type { LabEvent } from '../../src-shared/events'
import type { InvariantDescription } from '../../src-shared/description/protocol-description'
import type { CheckResult } from '../../src-shared/result'

const EVIDENCE_MAX = 20

/** Sums up the live invariants of a run from its `violation` events. `watched`: the protocol's invariants. */
export function summarizeInvariants(events: Iterable<LabEvent>, watched: readonly InvariantDescription[]): CheckResult {
  const lines: string[] = []
  const broken = new Set<string>()
  let violations = 0
  for (const event of events) {
    if (event.kind !== 'violation') continue
    violations++
    broken.add(watched.find(({ name }) => name === event.invariant)?.title ?? event.invariant)
    if (lines.length < EVIDENCE_MAX) lines.push(`${(event.t / 1e6).toFixed(6)} s  ${event.invariant}: ${event.text}`)
  }
  const titles = watched.map(({ title }) => title).join(', ')
  const text =
    violations === 0
      ? `None of the ${watched.length} invariants was seen broken while the run went on (${titles}).`
      : `Broken ${violations} ${violations === 1 ? 'time' : 'times'}: ${[...broken].join(', ')}.`
  if (violations > EVIDENCE_MAX) lines.push(`… and ${violations - EVIDENCE_MAX} more`)
  return { name: 'invariants', title: 'Invariants', verdict: violations === 0 ? 'holds' : 'violated', text, evidence: lines }
}
