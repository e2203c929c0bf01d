/** An operator's commands are those of any: `command A put key=k value=1`. */
import type { Protocol } from '../../../src-node/protocols/contract'
import { gossip } from '../../../src-node/protocols/gossip'
import type { GossipMessage } from '../../../src-node/protocols/gossip/messages'
import type { Dialect } from '../transcript/dialect'

/** Requests for rumours and checksums come every round. */
export const dialect: Dialect = {
  protocol: gossip as unknown as Protocol,
  isRoutine: (given) => {
    const message = given as GossipMessage
    return (message.type === 'rumours' && message.items.length === 0) || message.type === 'summary'
  },
  commands: {}
}
