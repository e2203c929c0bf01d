import type { Protocol } from '../../../src-node/protocols/contract'
import { multiLeader } from '../../../src-node/protocols/multi-leader'
import type { MultiLeaderMessage } from '../../../src-node/protocols/multi-leader/messages'
import type { Dialect } from '../transcript/dialect'

/** Asking what somebody has tells nothing new. */
export const dialect: Dialect = {
  protocol: multiLeader as unknown as Protocol,
  isRoutine: (given) => {
    const message = given as MultiLeaderMessage
    return message.type === 'updates' && message.updates.length === 0
  },
  commands: {}
}
