/**
 * The commands of membership besides those that all transcripts have:
 *
 *     join D | leave D      D takes part from now on (with its disk of before, if it has one), or is to leave
 */
import type { Protocol } from '../../../src-node/protocols/contract'
import { membership } from '../../../src-node/protocols/membership'
import type { MembershipMessage } from '../../../src-node/protocols/membership/messages'
import type { MembershipState } from '../../../src-node/protocols/membership/state'
import type { Dialect } from '../transcript/dialect'

export const dialect: Dialect<MembershipState> = {
  protocol: membership as unknown as Protocol<MembershipState>,
  isRoutine: (given) => {
    const message = given as MembershipMessage
    return message.type === 'heartbeat' || ((message.type === 'ping' || message.type === 'ack') && message.news.length === 0)
  },
  commands: {
    join: (cluster, [id]) => cluster.join(id!),
    leave: (cluster, [id]) => cluster.leave(id!)
  }
}
