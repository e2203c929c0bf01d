/** What the whole run is held against. */
import { MODELS } from '../../consistency'
import { dataTypes } from '../../data-types/registry'
import type { ProtocolDescription } from '../../description/protocol-description'
import { isIsolationModel } from '../../isolation/models'
import type { RuleContext } from '../rule-context'

export const CHECK_NAMES = ['invariants', ...MODELS] as const

/** Whether transactions are all that the protocol serves. */
export function servesTransactions({ operations }: Pick<ProtocolDescription, 'operations'>): boolean {
  return operations.length > 0 && operations.every((f) => f === 'transaction')
}

/**
 * Without operations there is no history that a model could judge, and some data types have no model; transactions are judged by isolation
 * models, and nothing else is.
 */
export function validateChecks(checks: readonly (typeof CHECK_NAMES)[number][], rules: RuleContext): void {
  const { protocol } = rules.scenario
  const { name, operations, data_types } = protocol
  const has_model = dataTypes.some((type) => data_types.includes(type.name) && type.models.length > 0)
  const has_transactions = operations.includes('transaction')
  checks.forEach((check, i) => {
    if (check === 'invariants') return
    const add = (why: string) => rules.add(['checks', i], `${check}: ${why}`)
    if (operations.length === 0) add(`${name} serves no operations; expected invariants`)
    else if (!has_model && !has_transactions) add(`there is no model of ${name}; expected invariants`)
    else if (isIsolationModel(check) && !has_transactions) add(`${name} serves no transactions; expected a consistency model`)
    else if (!isIsolationModel(check) && servesTransactions(protocol))
      add(`${name} serves transactions; expected an isolation model, such as serializable`)
  })
}
