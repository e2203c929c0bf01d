/** What may be set of how transactions are executed. */
import type { ParameterDescription } from '../../../description/protocol-description'
import { DEADLOCK_POLICIES, ISOLATIONS } from '../../transactions/execution/choices'

export const EXECUTION_PARAMETERS = {
  isolation: { type: 'choice', title: 'How far transactions are kept apart', default: 'serializable', choices: ISOLATIONS },
  deadlocks: { type: 'choice', title: 'What is done about deadlocks', default: 'wound-wait', choices: DEADLOCK_POLICIES },
  lock_timeout_ms: {
    type: 'number',
    title: 'A transaction one of whose steps has waited for so long is aborted',
    unit: 'ms',
    default: 1000,
    min: 1,
    max: 60_000
  },
  silence_ms: {
    type: 'number',
    title: 'A participant ends what it has not voted on once the coordinator is silent for',
    unit: 'ms',
    default: 1000,
    min: 1,
    max: 60_000
  },
  executing_max: {
    type: 'number',
    title: 'Transactions that a participant works on at once',
    unit: 'transactions',
    default: 256,
    min: 1,
    max: 10_000,
    integer: true
  },
  versions_kept: {
    type: 'number',
    title: 'Committed versions of a key that are kept for snapshots',
    unit: 'versions',
    default: 16,
    min: 1,
    max: 1000,
    integer: true
  }
} as const satisfies Readonly<Record<string, ParameterDescription>>
