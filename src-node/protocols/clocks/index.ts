/** Nodes that do what a script tells them, and stamp each event with a Lamport clock (1978) and a vector clock (Fidge 1988, Mattern 1989). */
import { vectorText } from '../../../src-shared/causality/vectors'
import { description } from '../../../src-shared/protocols/clocks/description'
import type { Protocol } from '../contract'
import { boot } from './boot'
import { createInvariants } from './invariants'
import { describeMessage } from './messages'
import type { ClocksMessage } from './messages'
import type { ClocksState, Standing } from './state'
import { step } from './step'

export const clocks: Protocol<ClocksState, ClocksMessage, Standing, Standing> = {
  description,
  boot,
  step,
  sample: ({ clocks: { lamport, vector }, slot }) => ({
    lamport,
    events: vector[slot]!,
    known: vector.reduce((sum, count) => sum + count, 0) - vector[slot]!
  }),
  createInvariants,
  describe: ({ id, clocks: { lamport, vector } }) => `${id} at Lamport ${lamport}, vector ${vectorText(vector)}`,
  describeMessage
}
