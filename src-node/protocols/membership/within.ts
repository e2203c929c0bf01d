/** SWIM within the nodes of another protocol: it keeps nothing on disk, and knows the seeds alone when it starts. */
import { hasSwim, swimParameters } from '../../../src-shared/protocols/membership/embedded'
import type { Boot, Context, Effect, Plain } from '../contract'
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
