/**
 * Sagas (Garcia-Molina and Salem 1987): a long transaction as a sequence of local steps, each with a compensation that takes back what it
 * meant. Either an orchestrator asks for each step, with a durable log of what there is to take back, or each service acts on the events of
 * the one before, through an outbox.
 */
import { description } from '../../../src-shared/protocols/saga/description'
import type { Protocol } from '../contract'
import { boot } from './boot'
import { createInvariants } from './invariants'
import { describeMessage } from './messages'
import type { SagaMessage } from './messages'
import { describe, sample } from './sampling'
import type { SagaRecord, SagaSnapshot, SagaState } from './state'
import { step } from './step'

export const saga: Protocol<SagaState, SagaMessage, SagaRecord, SagaSnapshot> = {
  description,
  boot,
  step,
  sample,
  createInvariants,
  describe,
  describeMessage
}
