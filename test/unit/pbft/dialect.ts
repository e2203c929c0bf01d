/**
 * PBFT's own commands:
 *
 *     ask c:1 k v     every node to write the value, as operation 1 of session c: that is how clients of PBFT ask
 *     read c:2 k      every node at once, without an order
 */
import type { Protocol } from '../../../src-node/protocols/contract'
import { pbft } from '../../../src-node/protocols/pbft'
import type { Dialect } from '../transcript/dialect'

export const dialect: Dialect = {
  protocol: pbft as unknown as Protocol,
  isRoutine: ({ type }) => type === 'status',
  commands: {
    ask(cluster, [name, key, value]) {
      const [session, sequence] = name!.split(':') as [string, string]
      const operation = { f: 'put', key: key!, value: value! } as const
      const op = Number(sequence)
      cluster.observe({ kind: 'invoke', client: session, op, operation })
      for (const node of cluster.members) cluster.request(node, { session, sequence: op, operation })
    },
    read(cluster, [name, key]) {
      const [session, sequence] = name!.split(':') as [string, string]
      const asked = { session, sequence: Number(sequence), operation: { f: 'get', key: key! } as const, policy: 'read-only' }
      for (const node of cluster.members) cluster.request(node, asked)
    }
  }
}
