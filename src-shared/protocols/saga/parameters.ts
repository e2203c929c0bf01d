import type { ParameterDescription } from '../../description/protocol-description'

export const parameters = {
  coordination: {
    type: 'choice',
    title: 'Who knows what comes next: an orchestrator with a log, or each service, by the events of the one before',
    default: 'orchestrated',
    choices: ['orchestrated', 'choreographed']
  },
  pivot: {
    type: 'choice',
    title: 'Step after which only forward is possible',
    default: 'none',
    choices: ['none', 'charge', 'reserve', 'mail']
  },
  semantic_locks: {
    type: 'boolean',
    title: 'A charge is marked as pending until all is done, and keeps other sagas away from its customer',
    default: false
  },
  price: { type: 'number', title: 'Price of a seat', unit: '', default: 100, min: 1, max: 1_000_000, integer: true },
  fee: {
    type: 'number',
    title: 'What is kept of a charge that is refunded',
    unit: '',
    default: 0,
    min: 0,
    max: 1_000_000,
    integer: true
  },
  balance: {
    type: 'number',
    title: 'What a customer can spend',
    unit: '',
    default: 1_000_000,
    min: 0,
    max: 1_000_000_000,
    integer: true
  },
  stock: { type: 'number', title: 'Seats of each member', unit: 'seats', default: 1_000, min: 0, max: 1_000_000, integer: true },
  refused_percent: { type: 'number', title: 'Steps that fail for good', unit: '%', default: 0, min: 0, max: 100 },
  compensation_fails_percent: {
    type: 'number',
    title: 'Compensations that fail until somebody helps',
    unit: '%',
    default: 0,
    min: 0,
    max: 100
  },
  retry_ms: {
    type: 'number',
    title: 'Pause before what was not answered is sent again',
    unit: 'ms',
    default: 100,
    min: 1,
    max: 60_000
  },
  attempts: {
    type: 'number',
    title: 'Tries of a step, after which an orchestrator turns back if it may',
    unit: 'tries',
    default: 5,
    min: 1,
    max: 1000,
    integer: true
  },
  deadline_ms: {
    type: 'number',
    title: 'A saga that may still be turned back is, after',
    unit: 'ms',
    default: 5_000,
    min: 1,
    max: 600_000
  },
  open_max: { type: 'number', title: 'Sagas open at once', unit: 'sagas', default: 256, min: 1, max: 10_000, integer: true },
  keys_kept: {
    type: 'number',
    title: 'Sagas from the oldest open one to the newest: as many idempotency keys a service remembers',
    unit: 'sagas',
    default: 4_096,
    min: 1,
    max: 100_000,
    integer: true
  },
  answers_kept: {
    type: 'number',
    title: 'Ended sagas whose answer is kept for clients that ask again',
    unit: 'sagas',
    default: 4_096,
    min: 1,
    max: 100_000,
    integer: true
  },
  snapshot_every_records: {
    type: 'number',
    title: 'A snapshot replaces the log after',
    unit: 'records',
    default: 10_000,
    min: 1,
    max: 1_000_000,
    integer: true
  }
} as const satisfies Readonly<Record<string, ParameterDescription>>
