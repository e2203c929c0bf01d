import { describe, expect, it } from 'vitest'
import type { LabEvent } from '../../../src-shared/events'
import { summarizeInvariants } from '../../../src-main/checkers/invariants'

const WATCHED = [
  { name: 'election-safety', title: 'Election safety', explanation: 'At most one leader per term.' },
  { name: 'log-matching', title: 'Log matching', explanation: 'Equal index and term, equal prefix.' }
]
const violation = (seq: number): LabEvent => ({
  kind: 'violation',
  invariant: 'log-matching',
  text: 'n1 and n2 differ at 7',
  events: [1],
  t: 1_500_000,
  seq
})

describe('summarizeInvariants', () => {
  it('says what was watched when nothing broke', () => {
    expect(summarizeInvariants([], WATCHED)).toMatchObject({
      name: 'invariants',
      verdict: 'holds',
      text: expect.stringContaining('Election safety, Log matching'),
      evidence: []
    })
  })

  it('counts violations, names what broke, and bounds the evidence', () => {
    const result = summarizeInvariants(
      Array.from({ length: 25 }, (_, i) => violation(i + 1)),
      WATCHED
    )
    expect(result).toMatchObject({ verdict: 'violated', text: 'Broken 25 times: Log matching.' })
    expect(result.evidence[0]).toBe('1.500000 s  log-matching: n1 and n2 differ at 7')
    expect(result.evidence).toHaveLength(21)
  })
})
