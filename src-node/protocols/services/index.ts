/**
 * Services that call each other, as remote procedure calls do (Birrell and Nelson 1984), with what has been found to be needed around them:
 * timeouts, deadlines, retries with backoff, jitter and a budget, idempotency keys, circuit breakers, bounded queues, hedged requests.
 */
import { description } from '../../../src-shared/protocols/services/description'
import type { Protocol } from '../contract'
import { boot } from './boot'
import { createInvariants } from './invariants'
import { describeMessage } from './messages'
import type { ServicesMessage } from './messages'
import { describe, sample } from './sampling'
import type { ServicesRecord, ServicesSnapshot, ServicesState } from './state'
import { step } from './step'

export const services: Protocol<ServicesState, ServicesMessage, ServicesRecord, ServicesSnapshot> = {
  description,
  boot,
  step,
  sample,
  createInvariants,
  describe,
  describeMessage
}
