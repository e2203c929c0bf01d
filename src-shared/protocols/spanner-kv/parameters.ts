/** What a scenario may set: the time, and how the store uses it. Those of Raft hold for each group. */
import type { ParameterDescription } from '../../description/protocol-description'
import { description as raft } from '../raft/description'

export const PARAMETERS = {
  groups: {
    type: 'number',
    title: 'Groups that the keys are divided among',
    unit: 'groups',
    default: 2,
    min: 1,
    max: 16,
    integer: true
  },
  epsilon_ms: {
    type: 'number',
    title: 'ε: clocks are taken to be right to within this (0: as the time masters say)',
    unit: 'ms',
    default: 4,
    min: 0,
    max: 10_000
  },
  advance_ms: {
    type: 'number',
    title: 'A group without writes moves its safe time on after',
    unit: 'ms',
    default: 50,
    min: 1,
    max: 60_000
  },
  snapshot_age_ms: {
    type: 'number',
    title: 'Snapshots are read as of so long ago',
    unit: 'ms',
    default: 100,
    min: 0,
    max: 5_000
  },
  snapshot_wait_ms: {
    type: 'number',
    title: 'A replica waits for its safe time to reach a snapshot at most',
    unit: 'ms',
    default: 2_000,
    min: 1,
    max: 60_000
  },
  poll_ms: {
    type: 'number',
    title: 'Pause between questions to the time masters',
    unit: 'ms',
    default: 1_000,
    min: 10,
    max: 600_000
  },
  max_drift_ppm: {
    type: 'number',
    title: 'Between answers ε grows as if the own clock were off by',
    unit: 'ppm',
    default: 200,
    min: 0,
    max: 100_000
  },
  master_error_ms: {
    type: 'number',
    title: 'A time master takes itself to be right to within',
    unit: 'ms',
    default: 0.1,
    min: 0,
    max: 1_000
  },
  master_drift_ppm: {
    type: 'number',
    title: 'An atomic master, and a GPS master without reception, grow less sure by',
    unit: 'ppm',
    default: 5,
    min: 0,
    max: 100_000
  },
  ...raft.parameters
} as const satisfies Readonly<Record<string, ParameterDescription>>
