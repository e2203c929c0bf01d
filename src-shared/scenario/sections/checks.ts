/** What the whole run is held against. */
import { MODELS } from '../../consistency'
import { dataTypes } from '../../data-types/registry'
import type { RuleContext } from '../rule-context'

export const CHECK_NAMES = ['invariants', ...MODELS] as const

/** Without operations there is no history that a consistency model could judge, and some data types have no model. */
export function validateChecks(checks: readonly (typeof CHECK_NAMES)[number][], rules: RuleContext): void {
  const { name, operations, data_types } = rules.scenario.protocol
  const served = dataTypes.filter((type) => data_types.includes(type.name))
  if (served.some(({ models }) => models.length > 0)) return
  const why = operations.length === 0 ? `${name} serves no operations` : `there is no model of ${name}`
  checks.forEach((check, i) => {
    if (check !== 'invariants') rules.add(['checks', i], `${check}: ${why}; expected invariants`)
  })
}
