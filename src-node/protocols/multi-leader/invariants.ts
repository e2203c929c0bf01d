/** The live invariants that the description names. */
import type { NodeId } from '../../../src-shared/ids'
import type { LiveInvariant } from '../contract'
import { AcknowledgedKept } from '../numbered-updates/acknowledged-kept'
import { SameUpdatesSameState } from '../numbered-updates/same-state'
import { AppliedOnce, NoUpdateMissed, OneUpdatePerNumber, VectorForward } from '../numbered-updates/update-invariants'

export function createInvariants(nodes: readonly NodeId[]): LiveInvariant[] {
  return [
    new AcknowledgedKept(nodes),
    new OneUpdatePerNumber(),
    new AppliedOnce(nodes),
    new NoUpdateMissed(nodes),
    new VectorForward(nodes),
    new SameUpdatesSameState()
  ]
}
