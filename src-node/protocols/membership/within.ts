/** SWIM within the nodes of another protocol: it keeps nothing on disk, and knows the seeds alone when it starts. */
import { hasSwim, swimParameters } from '../../../src-shared/protocols/membership/embedded'
import type { Boot, Context, Effect, Input, Plain, ProtocolMessage } from '../contract'
import { Embedded } from '../kit/embedded'
import { membership } from '.'
import type { MembershipMessage } from './messages'
import type { MembershipState } from './state'

export const swim = new Embedded(membership, 'swim-')

/** Null: the cluster is set to do without. */
export function startSwim(
  { recovered: _, ...given }: Boot<Plain, Plain>,
  context: Context
): { state: MembershipState | null; effects: Effect<MembershipMessage, never, never>[] } {
  if (!hasSwim(given.parameters)) return { state: null, effects: [] }
  return swim.boot({ ...given, parameters: swimParameters(given.parameters) }, context)
}

/** What SWIM asks for, and the inputs that are left for the protocol around it: all of them where it does not run. */
export function stepSwim<Other extends ProtocolMessage>(
  state: MembershipState | null,
  inputs: readonly Input<Other | MembershipMessage>[],
  context: Context
): { effects: Effect<MembershipMessage, never, never>[]; left: readonly Input<Other>[] } {
  if (state === null) return { effects: [], left: inputs as readonly Input<Other>[] }
  return { effects: swim.step(state, inputs, context), left: swim.others<Other>(inputs) }
}
