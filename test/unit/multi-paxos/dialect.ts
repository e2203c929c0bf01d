/**
 * Commands of Multi-Paxos:
 *
 *     campaign A            A starts a ballot now
 *     timeout A | heartbeat A   fire A's election or heartbeat timer now
 *     round A | rounds      end A's round of ballot leader election now, or that of all, one after the other
 *     voters A B C          tell A that B and C shall be all the members
 *     join D | leave D      D takes part from now on, or no more
 *     snapshot A            A saves a snapshot
 *     data A                print A's state machine
 */
import type { Protocol } from '../../../src-node/protocols/contract'
import { multiPaxos } from '../../../src-node/protocols/multi-paxos'
import type { MultiPaxosMessage } from '../../../src-node/protocols/multi-paxos/messages'
import type { MultiPaxosState } from '../../../src-node/protocols/multi-paxos/state'
import type { Dialect } from '../transcript/dialect'

export const dialect: Dialect<MultiPaxosState> = {
  protocol: multiPaxos as unknown as Protocol<MultiPaxosState>,
  isRoutine: (given) => {
    const message = given as MultiPaxosMessage
    if (message.type === 'accept') return message.entries.length === 0
    if (message.type === 'accepted') return message.slots.length === 0
    return ['heartbeat-request', 'heartbeat-reply', 'lease-request', 'lease-grant'].includes(message.type)
  },
  commands: {
    campaign: (cluster, [id]) => cluster.input(id!, { kind: 'command', command: 'campaign', arguments: {} }),
    voters: (cluster, [id, ...voters]) =>
      cluster.input(id!, { kind: 'command', command: 'change-voters', arguments: { voters: voters.join(' ') } }),
    join: (cluster, [id]) => cluster.join(id!),
    leave: (cluster, [id]) => cluster.leave(id!),
    snapshot: (cluster, [id]) => cluster.input(id!, { kind: 'command', command: 'take-snapshot', arguments: {} }),
    timeout: (cluster, [id]) => cluster.fire(id!, 'election'),
    heartbeat: (cluster, [id]) => cluster.fire(id!, 'heartbeat'),
    round: (cluster, [id]) => cluster.fire(id!, 'round'),
    rounds: (cluster) => {
      for (const id of cluster.nodes.keys()) cluster.fire(id, 'round')
    },
    data: (cluster, [id]) => [...cluster.state(id!).machine.data].map(([key, value]) => `${key} = ${value}`)
  }
}
