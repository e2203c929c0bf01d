/**
 * Paxos's own command:
 *
 *     propose A c:1 k v   ask A to propose a value for the key, as operation 1 of session c
 */
import type { Protocol } from '../../../src-node/protocols/contract'
import { paxos } from '../../../src-node/protocols/paxos'
import type { Dialect } from '../transcript/dialect'

export const dialect: Dialect = {
  protocol: paxos as unknown as Protocol,
  isRoutine: ({ type }) => type === 'alive' || type === 'acknowledge',
  commands: {
    propose(cluster, [node, name, key, value]) {
      const [session, sequence] = name!.split(':') as [string, string]
      const operation = { f: 'propose', key: key!, value: value! } as const
      cluster.request(node!, { session, sequence: Number(sequence), operation })
    }
  }
}
