import type { z } from 'zod'
import type { ExpectationResult } from '../../result'
import type { Path, RuleContext } from '../rule-context'
import type { RunEvidence } from './evidence'

/** Whether a run met an expectation, and what was seen of it. */
export type Observation = Pick<ExpectationResult, 'met' | 'observed'>

/** All there is to one kind of expectation. */
export interface ExpectationKind<Schema extends z.ZodObject<{ expect: z.ZodLiteral<string> }>> {
  readonly schema: Schema
  /** What must hold of it beyond its schema and its window. */
  validate?(expectation: z.infer<Schema>, path: Path, rules: RuleContext): void
  /** What is expected, as a phrase. */
  describe(expectation: z.infer<Schema>): string
  /** Pure. */
  observe(expectation: z.infer<Schema>, evidence: RunEvidence): Observation
}

/** Keeps the schema's type. */
export function defineExpectation<Schema extends z.ZodObject<{ expect: z.ZodLiteral<string> }>>(
  kind: ExpectationKind<Schema>
): ExpectationKind<Schema> {
  return kind
}
