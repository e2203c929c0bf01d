/**
 * Sagas' own commands:
 *
 *     book B c:1 alice [seats]   ask B to book for alice, as operation 1 of session c
 *     cancel B c:2 alice         ask B to call off what alice has under way
 *     look B c:3 alice           ask B what the services have of alice
 *
 * Without roles the first node takes bookings, the next three are payment, seats and mail.
 */
import type { Protocol } from '../../../src-node/protocols/contract'
import { saga } from '../../../src-node/protocols/saga'
import type { Operation } from '../../../src-shared/operations'
import type { Dialect } from '../transcript/dialect'
import type { TestCluster } from '../transcript/cluster'

export const dialect: Dialect = {
  protocol: saga as unknown as Protocol,
  isRoutine: () => false,
  commands: {
    book: asking((key, seats = '1') => ({ f: 'book', key, seats: Number(seats) })),
    cancel: asking((key) => ({ f: 'cancel', key })),
    look: asking((key) => ({ f: 'look', key }))
  }
}

function asking(operationOf: (key: string, more?: string) => Operation) {
  return (cluster: TestCluster<unknown>, [node, name, key, more]: readonly string[]): void => {
    const [session, sequence] = name!.split(':') as [string, string]
    cluster.request(node!, { session, sequence: Number(sequence), operation: operationOf(key!, more) })
  }
}
