/** The live invariants that the description names. */
import type { Parameters } from '../../../../src-shared/description/protocol-description'
import type { NodeId } from '../../../../src-shared/ids'
import { description } from '../../../../src-shared/protocols/hlc-kv/description'
import type { LiveInvariant } from '../../contract'
import { readSettings } from '../../kit/settings'
import { AcknowledgedKept } from '../../numbered-updates/acknowledged-kept'
import { SameUpdatesSameState } from '../../numbered-updates/same-state'
import { VectorForward } from '../../numbered-updates/update-invariants'
import { CounterBounded, NearPhysicalTime } from './bounds'
import { ReadFreshEnough } from './fresh-enough'
import { SnapshotStable } from './snapshot-stable'
import { StampAboveSeen, StampsForward } from './stamps'

export function createInvariants(nodes: readonly NodeId[], parameters: Parameters): LiveInvariant[] {
  const { max_offset_us, bound_ahead_us } = readSettings(description, parameters)
  return [
    new StampAboveSeen(),
    new StampsForward(),
    // A node that restarts twice within the time by which its bound is ahead goes on from a bound of a bound.
    new NearPhysicalTime(max_offset_us + 2 * bound_ahead_us),
    new CounterBounded(),
    new SnapshotStable(),
    new ReadFreshEnough('bounded-staleness', 'bounded'),
    new ReadFreshEnough('session-not-older', 'session'),
    new AcknowledgedKept(nodes),
    new VectorForward(nodes),
    new SameUpdatesSameState()
  ]
}
