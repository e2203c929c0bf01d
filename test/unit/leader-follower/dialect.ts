import type { Protocol } from '../../../src-node/protocols/contract'
import { leaderFollower } from '../../../src-node/protocols/leader-follower'
import type { NodeMessage } from '../../../src-node/protocols/leader-follower/messages'
import type { Dialect } from '../transcript/dialect'

/** Heartbeats, and the answers to them, tell nothing new. */
export const dialect: Dialect = {
  protocol: leaderFollower as unknown as Protocol,
  isRoutine: (given) => {
    const message = given as NodeMessage
    return message.type === 'stream' && message.entries.length === 0
  },
  commands: {}
}
