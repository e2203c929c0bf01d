/** What a node tells others, who cannot know whether it lies. */
import type { NodeId } from '../../../src-shared/ids'
import type { After } from '../contract'
import { send } from '../kit/core'
import type { Core } from './core'
import { distorted } from './liar/distort'
import type { PbftMessage } from './messages'

/** To another node: what a liar makes of it, if this is one. */
export function tell(core: Core, to: NodeId, message: PbftMessage, after: After): void {
  for (const told of distorted(core, to, message)) send(core, to, told, after)
}

export function tellOthers(core: Core, message: PbftMessage, after: After): void {
  for (const node of core.state.nodes) if (node !== core.state.id) tell(core, node, message, after)
}
