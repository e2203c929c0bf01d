/** What groups of a node have yet to handle in the step under way. */
import type { Input, ProtocolMessage } from '../../contract'
import type { GroupId } from './state'

export type Waiting<M extends ProtocolMessage> = Map<GroupId, Input<M>[]>

/** Whether or not the node has the group: what is for none is passed over. */
export function hand<M extends ProtocolMessage>(
  { waiting }: { readonly waiting: Waiting<M> },
  group: GroupId,
  input: Input<M>
): void {
  const inputs = waiting.get(group)
  if (inputs === undefined) waiting.set(group, [input])
  else inputs.push(input)
}
