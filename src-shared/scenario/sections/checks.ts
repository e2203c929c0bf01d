/** What the whole run is held against. */
import { CONSISTENCY_MODELS } from '../../consistency'
import type { RuleContext } from '../rule-context'

export const CHECK_NAMES = ['invariants', ...CONSISTENCY_MODELS] as const

/** Without operations there is no history that a consistency model could judge. */
export function validateChecks(checks: readonly (typeof CHECK_NAMES)[number][], rules: RuleContext): void {
  const { protocol } = rules.scenario
  if (protocol.operations.length > 0) return
  checks.forEach((check, i) => {
    if (check !== 'invariants') rules.add(['checks', i], `${check}: ${protocol.name} serves no operations; expected invariants`)
  })
}
