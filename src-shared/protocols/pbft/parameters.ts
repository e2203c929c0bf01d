/** What a scenario may set of PBFT. */
import type { ParameterDescription } from '../../description/protocol-description'
import { liesParameter } from '../lying/with-liars'
import { BEHAVIOURS } from './lies'

export const PARAMETERS = {
  lies: liesParameter(BEHAVIOURS),
  view_timeout_ms: {
    type: 'number',
    title: 'A request that is not carried out for so long has a backup ask for the next view; doubled with each view that fails',
    unit: 'ms',
    default: 400,
    min: 2,
    max: 600_000
  },
  status_ms: {
    type: 'number',
    title: 'Nodes say how far they are, and what is missing is sent again, every',
    unit: 'ms',
    default: 100,
    min: 1,
    max: 60_000
  },
  tentative: {
    type: 'boolean',
    title: 'Carry out a batch, and answer, once it is prepared: a write takes one message delay less',
    default: false
  },
  batch_max: {
    type: 'number',
    title: 'Requests in a batch at most',
    unit: 'requests',
    default: 64,
    min: 1,
    max: 1_024,
    integer: true
  },
  in_flight_max: {
    type: 'number',
    title: 'Batches that a primary has under way at most; what comes meanwhile makes the next one',
    unit: 'batches',
    default: 8,
    min: 1,
    max: 1_024,
    integer: true
  },
  checkpoint_every: {
    type: 'number',
    title: 'A checkpoint after each so many batches; the window is twice as wide',
    unit: 'batches',
    default: 64,
    min: 1,
    max: 10_000,
    integer: true
  },
  pending_max: {
    type: 'number',
    title: 'Requests that wait on a node at most',
    unit: 'requests',
    default: 4_096,
    min: 1,
    max: 100_000,
    integer: true
  }
} as const satisfies Readonly<Record<string, ParameterDescription>>
