/**
 * Commands of Viewstamped Replication:
 *
 *     campaign A            A wants the next view
 *     silence A | heartbeat A | retry A   fire A's timer of silence, of its commit messages, or of its recovery
 *     checkpoint A          A takes a checkpoint
 *     data A                print A's state machine
 */
import type { Protocol } from '../../../src-node/protocols/contract'
import { viewstampedReplication } from '../../../src-node/protocols/viewstamped-replication'
import type { ViewstampedState } from '../../../src-node/protocols/viewstamped-replication/state'
import type { Dialect } from '../transcript/dialect'

export const dialect: Dialect<ViewstampedState> = {
  protocol: viewstampedReplication as unknown as Protocol<ViewstampedState>,
  isRoutine: ({ type }) => type === 'commit',
  commands: {
    campaign: (cluster, [id]) => cluster.input(id!, { kind: 'command', command: 'campaign', arguments: {} }),
    checkpoint: (cluster, [id]) => cluster.input(id!, { kind: 'command', command: 'take-snapshot', arguments: {} }),
    silence: (cluster, [id]) => cluster.fire(id!, 'silence'),
    heartbeat: (cluster, [id]) => cluster.fire(id!, 'heartbeat'),
    retry: (cluster, [id]) => cluster.fire(id!, 'recovery'),
    data: (cluster, [id]) => [...cluster.state(id!).machine.data].map(([key, value]) => `${key} = ${value}`)
  }
}
