/**
 * Replicated commit's own commands:
 *
 *     begin A c:1 read:x append:y=1 wait:100 scan:   ask A for a transaction with these steps, as operation 1 of session c
 *     prepared                                       print what leaders have prepared
 */
import type { Protocol } from '../../../src-node/protocols/contract'
import { replicatedCommit } from '../../../src-node/protocols/replicated-commit'
import { machineOf } from '../../../src-node/protocols/replicated-commit/groups'
import type { CommitState } from '../../../src-node/protocols/replicated-commit/state'
import type { Step } from '../../../src-shared/data-types/transaction/steps'
import { TRANSACTION_FACTS } from '../../../src-shared/protocols/transactions/facts'
import { RecordWritten } from '../../../src-shared/protocols/replicated-commit/facts'
import type { Dialect } from '../transcript/dialect'

const FACTS = [...TRANSACTION_FACTS, RecordWritten]

export const dialect: Dialect<CommitState> = {
  protocol: replicatedCommit as unknown as Protocol<CommitState>,
  isRoutine: () => true,
  // How groups elect and replicate is Raft's to tell.
  leavesOut: (event) => event.kind !== 'fact' || !FACTS.some(({ name }) => name === event.fact),
  commands: {
    begin(cluster, [node, name, ...words]) {
      const [session, sequence] = name!.split(':') as [string, string]
      const operation = { f: 'transaction', key: 'db', steps: words.map(stepOf) } as const
      cluster.request(node!, { session, sequence: Number(sequence), operation })
    },
    prepared: (cluster, nodes) =>
      nodes.flatMap((node) => {
        const state = cluster.state(node)
        return [...state.led].map(([group, { store }]) => {
          const prepared = [...machineOf(state, group).prepared.keys()].join(', ') || 'nothing'
          return `${node} leads ${group}: prepared ${prepared}, ${store.locks.keys.size} keys locked`
        })
      })
  }
}

function stepOf(word: string): Step {
  const [what, rest = ''] = word.split(':') as [Step['do'], string?]
  const [key, value] = rest.split('=') as [string, string?]
  switch (what) {
    case 'read':
      return { do: what, key }
    case 'write':
    case 'append':
      return { do: what, key, value: value! }
    case 'add':
      return { do: what, key, by: Number(value) }
    case 'scan':
      return { do: what, prefix: rest }
    case 'wait':
      return { do: what, for_ms: Number(rest) }
    case 'abort':
      return { do: what }
  }
}
