import { parseText } from '../../../src-main/lab/scenario-files/listing'
import type { Failure, Outcome } from '../../../src-main/sweep/outcome'
import type { Scenario } from '../../../src-shared/scenario/schema'

/** The scenario of this YAML, with a name and title. */
export function scenarioOf(text: string): Scenario {
  const parse = parseText(`name: x\ntitle: X\n${text}`, 'x.yaml')
  if (!parse.ok) throw new Error(parse.errors.map((error) => error.text).join('\n'))
  return parse.scenario
}

export function failureOf(check: string, fields: Partial<Failure> = {}): Failure {
  return { kind: 'violated', check, text: `${check} was broken`, at_us: null, ...fields }
}

export function outcome(seed: number, failures: readonly Failure[] = []): Outcome {
  return { seed, failures, simulated_us: 1_000_000, steps: 1000 }
}
