/**
 * Two-phase commit's own command:
 *
 *     begin C c:1 bank reads=alice,carol alice=60 carol=40   ask C for a transaction, as operation 1 of session c
 *
 * With two participants the first keeps alice and bob of the bank, the second carol.
 */
import type { Protocol } from '../../../src-node/protocols/contract'
import { atomicCommit } from '../../../src-node/protocols/atomic-commit'
import { EXECUTION_MESSAGES } from '../../../src-shared/protocols/atomic-commit/execution/messages'
import type { Dialect } from '../transcript/dialect'
import type { TestCluster } from '../transcript/cluster'

/** What is said while steps are executed. A transaction is begun when that is over: transcripts are about what follows. */
const EXECUTION: ReadonlySet<string> = new Set(EXECUTION_MESSAGES.map(({ name }) => name))

export const dialect: Dialect = {
  protocol: atomicCommit as unknown as Protocol,
  isRoutine: ({ type }) => EXECUTION.has(type),
  commands: { begin }
}

function begin(cluster: TestCluster<unknown>, [node, name, space, ...words]: readonly string[]): void {
  const [session, sequence] = name!.split(':') as [string, string]
  const { reads, ...writes } = Object.fromEntries(words.map((word) => word.split('=') as [string, string]))
  const steps = [
    ...(reads?.split(',') ?? []).map((key) => ({ do: 'read', key }) as const),
    ...Object.entries(writes).map(([key, value]) => ({ do: 'write', key, value }) as const)
  ]
  const operation = { f: 'transaction', key: space!, steps } as const
  cluster.request(node!, { session, sequence: Number(sequence), operation })
  passSteps(cluster)
}

function passSteps(cluster: TestCluster<unknown>): void {
  for (;;) {
    const place = cluster.network.findIndex(({ message }) => EXECUTION.has(message.type))
    if (place === -1) return
    cluster.deliver(cluster.network.splice(place, 1)[0]!)
  }
}
