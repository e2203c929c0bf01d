/**
 * Services' own commands:
 *
 *     pay A c:1 alice 5     ask A to pay 5 into alice, as operation 1 of session c
 *     call A c:2 alice      ask A what has been paid into alice
 */
import type { Protocol } from '../../../src-node/protocols/contract'
import { services } from '../../../src-node/protocols/services'
import type { Dialect } from '../transcript/dialect'
import type { TestCluster } from '../transcript/cluster'

export const dialect: Dialect = {
  protocol: services as unknown as Protocol,
  isRoutine: () => false,
  commands: { pay, call }
}

function pay(cluster: TestCluster<unknown>, [node, name, key, amount]: readonly string[]): void {
  cluster.request(node!, { ...namedBy(name!), operation: { f: 'pay', key: key!, amount: Number(amount) } })
}

function call(cluster: TestCluster<unknown>, [node, name, key]: readonly string[]): void {
  cluster.request(node!, { ...namedBy(name!), operation: { f: 'call', key: key! } })
}

function namedBy(name: string) {
  const [session, sequence] = name.split(':') as [string, string]
  return { session, sequence: Number(sequence) }
}
