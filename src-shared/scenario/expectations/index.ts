/** What must be true of a run. Times are run time. Each kind has a file of its own and a line here. */
import { z } from 'zod'
import type { ExpectationResult } from '../../result'
import type { Path, RuleContext } from '../rule-context'
import { brokenInvariant } from './broken-invariant'
import { converged } from './converged'
import { detectorClass } from './detector-class'
import type { RunEvidence } from './evidence'
import type { ExpectationKind } from './expectation-kind'
import { faultHadEffect } from './fault-had-effect'
import { metric } from './metric'
import { model } from './model'
import { newLeader } from './new-leader'
import { order } from './order'
import { role } from './role'
import { series } from './series'
import { stall } from './stall'
import { stamp } from './stamp'

const KINDS = [
  metric,
  series,
  role,
  newLeader,
  stall,
  model,
  faultHadEffect,
  converged,
  stamp,
  order,
  brokenInvariant,
  detectorClass
] as const

type SchemasOf<Kinds extends readonly { schema: unknown }[]> = { [Place in keyof Kinds]: Kinds[Place]['schema'] }

export const expectationSchema = z.discriminatedUnion(
  'expect',
  KINDS.map(({ schema }) => schema) as unknown as SchemasOf<typeof KINDS>
)
export type Expectation = z.infer<typeof expectationSchema>

const kinds = new Map(KINDS.map((kind) => [kind.schema.shape.expect.value, kind]))

function kindOf({ expect }: Expectation): ExpectationKind<(typeof KINDS)[number]['schema']> {
  return kinds.get(expect) as ExpectationKind<(typeof KINDS)[number]['schema']>
}

/** What must hold of an expectation beyond its schema. */
export function validateExpectation(path: Path, expectation: Expectation, rules: RuleContext): void {
  if ('during' in expectation && expectation.during) rules.window([...path, 'during'], expectation.during)
  kindOf(expectation).validate?.(expectation, path, rules)
}

/** One result for each expectation, in order. Pure. */
export function evaluateExpectations(expectations: readonly Expectation[], evidence: RunEvidence): ExpectationResult[] {
  return expectations.map((expectation) => {
    const kind = kindOf(expectation)
    const text = kind.describe(expectation)
    const { because } = expectation
    return { text: because ? `${text}: ${because}` : text, ...kind.observe(expectation, evidence) }
  })
}
