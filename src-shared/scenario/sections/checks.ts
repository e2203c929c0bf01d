/** What the whole run is held against. */
import { MODELS } from '../../consistency'
import { dataTypes } from '../../data-types/registry'
import type { ProtocolDescription } from '../../description/protocol-description'
import { isIsolationModel } from '../../isolation/models'
import type { RuleContext } from '../rule-context'

export const CHECK_NAMES = ['invariants', ...MODELS] as const
type CheckName = (typeof CHECK_NAMES)[number]

/** What runs of the protocol are held against unless the file says otherwise; null: what the schema says. */
export function defaultChecks(protocol: ProtocolDescription): CheckName[] | null {
  if (servesTransactions(protocol)) return ['strict-serializable', 'invariants']
  return hasModel(protocol) ? null : ['invariants']
}

/** Whether there is a model of a history: not without operations, and some data types have none. */
function hasModel({ operations, data_types }: ProtocolDescription): boolean {
  return operations.length > 0 && dataTypes.some(({ name, models }) => data_types.includes(name) && models.length > 0)
}

/** Whether transactions are all that the protocol serves. */
function servesTransactions({ operations }: Pick<ProtocolDescription, 'operations'>): boolean {
  return operations.length > 0 && operations.every((f) => f === 'transaction')
}

/**
 * Without operations there is no history that a model could judge, and some data types have no model; transactions are judged by isolation
 * models, and nothing else is.
 */
export function validateChecks(checks: readonly CheckName[], rules: RuleContext): void {
  const { protocol } = rules.scenario
  const { name, operations } = protocol
  const has_transactions = operations.includes('transaction')
  checks.forEach((check, i) => {
    if (check === 'invariants') return
    const add = (why: string) => rules.add(['checks', i], `${check}: ${why}`)
    if (operations.length === 0) add(`${name} serves no operations; expected invariants`)
    else if (!hasModel(protocol) && !has_transactions) add(`there is no model of ${name}; expected invariants`)
    else if (isIsolationModel(check) && !has_transactions) add(`${name} serves no transactions; expected a consistency model`)
    else if (!isIsolationModel(check) && servesTransactions(protocol))
      add(`${name} serves transactions; expected an isolation model, such as serializable`)
  })
}
