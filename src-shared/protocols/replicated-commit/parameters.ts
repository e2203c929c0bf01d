/** What a scenario may set. Those of Raft hold for each group. */
import type { ParameterDescription } from '../../description/protocol-description'
import { description as raft } from '../raft/description'

export const PARAMETERS = {
  groups: {
    type: 'number',
    title: 'Groups that the keys are divided among',
    unit: 'groups',
    default: 3,
    min: 1,
    max: 200,
    integer: true
  },
  deadlocks: {
    type: 'choice',
    title: 'Who gives way where transactions want the same lock',
    default: 'wound-wait',
    choices: ['wait-die', 'wound-wait']
  },
  timeout_ms: {
    type: 'number',
    title: 'The gateway waits for a step, for the votes or for the record at most',
    unit: 'ms',
    default: 1_500,
    min: 1,
    max: 60_000
  },
  retry_ms: {
    type: 'number',
    title: 'Pause before anything that was not answered is sent again',
    unit: 'ms',
    default: 100,
    min: 1,
    max: 60_000
  },
  silence_ms: {
    type: 'number',
    title: 'A leader ends what is not prepared of gateways that are silent for',
    unit: 'ms',
    default: 500,
    min: 1,
    max: 60_000
  },
  push_after_ms: {
    type: 'number',
    title: 'A leader in doubt asks for the record, or has an abort recorded, once the gateway is silent for',
    unit: 'ms',
    default: 500,
    min: 1,
    max: 60_000
  },
  open_max: {
    type: 'number',
    title: 'Transactions that a gateway, or a leader, has open at once',
    unit: 'transactions',
    default: 256,
    min: 1,
    max: 10_000,
    integer: true
  },
  ...raft.parameters
} as const satisfies Readonly<Record<string, ParameterDescription>>
