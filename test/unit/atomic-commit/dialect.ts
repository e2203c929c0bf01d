/**
 * Two-phase commit's own command:
 *
 *     begin C c:1 bank reads=alice,carol alice=60 carol=40   ask C for a transaction, as operation 1 of session c
 *
 * With two participants the first keeps alice and bob of the bank, the second carol.
 */
import type { Protocol } from '../../../src-node/protocols/contract'
import { atomicCommit } from '../../../src-node/protocols/atomic-commit'
import type { Dialect } from '../transcript/dialect'
import type { TestCluster } from '../transcript/cluster'

export const dialect: Dialect = {
  protocol: atomicCommit as unknown as Protocol,
  isRoutine: () => false,
  commands: { begin }
}

function begin(cluster: TestCluster<unknown>, [node, name, space, ...words]: readonly string[]): void {
  const [session, sequence] = name!.split(':') as [string, string]
  const { reads, ...writes } = Object.fromEntries(words.map((word) => word.split('=') as [string, string]))
  const steps = [
    ...(reads?.split(',') ?? []).map((one) => ({ do: 'read', key: one }) as const),
    ...Object.entries(writes).map(([one, value]) => ({ do: 'write', key: one, value }) as const)
  ]
  const operation = { f: 'transaction', key: space!, steps } as const
  cluster.request(node!, { session, sequence: Number(sequence), operation })
}
