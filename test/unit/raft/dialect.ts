/**
 * Raft's own commands:
 *
 *     logs A 1 1 4 [term=4] [vote=B]        (re)start A from a disk that holds entries of these terms
 *     timeout A | heartbeat A               fire A's election or heartbeat timer now
 *     transfer A [B] | campaign A | snapshot A
 *     voters A B C                          tell A that B and C shall be all the voters
 *     join D | leave D                      D takes part from now on, or no more
 *     data A                                print A's state machine
 */
import type { Plain, Protocol } from '../../../src-node/protocols/contract'
import { raft } from '../../../src-node/protocols/raft'
import type { RaftMessage } from '../../../src-node/protocols/raft/messages'
import type { RaftState } from '../../../src-node/protocols/raft/state'
import type { StateMachine } from '../../../src-node/protocols/replicated-log/state-machine'
import { makeEntry } from '../../../src-node/protocols/replicated-log/entry'
import type { TestCluster } from '../transcript/cluster'
import type { Dialect } from '../transcript/dialect'

export const dialect: Dialect<RaftState> = {
  protocol: raft as unknown as Protocol<RaftState>,
  isRoutine: (given) => {
    const message = given as RaftMessage
    if (message.type === 'append-entries') return message.entries.length === 0
    return message.type === 'append-entries-reply' && message.success
  },
  commands: {
    logs: (cluster, [id, ...words]) => restartWith(cluster, id!, words),
    timeout: (cluster, [id]) => cluster.fire(id!, 'election'),
    heartbeat: (cluster, [id]) => cluster.fire(id!, 'heartbeat'),
    transfer: (cluster, [id, to]) => operate(cluster, id!, 'transfer-leadership', to ? { to } : {}),
    campaign: (cluster, [id]) => operate(cluster, id!, 'campaign', {}),
    voters: (cluster, [id, ...voters]) => operate(cluster, id!, 'change-voters', { voters: voters.join(' ') }),
    join: (cluster, [id]) => cluster.join(id!),
    leave: (cluster, [id]) => cluster.leave(id!),
    snapshot: (cluster, [id]) => operate(cluster, id!, 'take-snapshot', {}),
    data: (cluster, [id]) => [...(cluster.state(id!).machine as StateMachine).data].map(([key, value]) => `${key} = ${value}`)
  }
}

function operate(cluster: TestCluster<RaftState>, id: string, command: string, given: Record<string, string>): void {
  cluster.input(id, { kind: 'command', command, arguments: given })
}

/** Tells nothing of it. */
function restartWith(cluster: TestCluster<RaftState>, id: string, words: readonly string[]): void {
  const terms = words.filter((word) => !word.includes('=')).map(Number)
  const given = new Map(words.filter((word) => word.includes('=')).map((word) => word.split('=') as [string, string]))
  const entries = terms.map((term, at) =>
    makeEntry(at + 1, term, 'old', at + 1, { f: 'put', key: 'k', value: `${at + 1}/${term}` })
  )
  const hard_state = { kind: 'hard-state', term: Number(given.get('term') ?? terms.at(-1) ?? 0), vote: given.get('vote') ?? null }
  cluster.crash(id)
  const records = entries.length > 0 ? [hard_state, { kind: 'entries', entries }] : [hard_state]
  cluster.node(id).disk = { snapshot: null, records: records as unknown as Plain[] }
  cluster.start(id)
}
