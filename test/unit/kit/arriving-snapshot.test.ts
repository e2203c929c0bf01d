/** Whoever learns meanwhile what an arriving snapshot holds must ask for another one: the rest of that one would never be taken. */
import { describe, expect, it } from 'vitest'
import type { Protocol, ProtocolMessage } from '../../../src-node/protocols/contract'
import { multiPaxos } from '../../../src-node/protocols/multi-paxos'
import { makeEntry } from '../../../src-node/protocols/replicated-log/entry'
import { viewstampedReplication } from '../../../src-node/protocols/viewstamped-replication'

const NODES = ['n1', 'n2', 'n3']
const TERM = 1
/** What was put under three keys, one entry for each of ten slots. */
const ENTRIES = Array.from({ length: 10 }, (_, at) =>
  makeEntry(at + 1, TERM, 'c1', at + 1, { f: 'put', key: `k${at % 3}`, value: `v${at}` })
)
const ROWS = [
  ['key', 'k0', 'v9'],
  ['key', 'k1', 'v7'],
  ['key', 'k2', 'v8']
] as const

/** One node, handed what n1 says to it; answers what it says back. */
class Follower {
  private readonly state: unknown
  private now_us = 0

  constructor(private readonly protocol: Protocol) {
    const described = Object.entries(protocol.description.parameters)
    const parameters = Object.fromEntries(described.map(([name, parameter]) => [name, parameter.default]))
    const recovered = { snapshot: null, records: [] }
    this.state = protocol.boot(
      { id: 'n2', nodes: NODES, generation: 0, parameters, switches: [], recovered },
      this.context()
    ).state
  }

  hear(message: object): ProtocolMessage[] {
    this.now_us += 1_000_000
    const given = { kind: 'message', from: 'n1', message: message as ProtocolMessage } as const
    const effects = this.protocol.step(this.state, [given], this.context())
    return effects.flatMap((effect) => (effect.kind === 'send' && effect.to === 'n1' ? [effect.message] : []))
  }

  private context() {
    return { now_us: this.now_us, random: () => 0.5 } as never
  }
}

describe('Multi-Paxos', () => {
  const BALLOT = 1
  const heartbeat = { type: 'accept', ballot: BALLOT, entries: [], commit: 12, configuration: 0, round: 0 }
  const piece = (index: number, at: number) => {
    const configuration = { index: 0, membership: { voters: NODES } }
    return { type: 'snapshot', index, term: TERM, configuration, offset: at, rows: [ROWS[at]], done: at === ROWS.length - 1 }
  }

  it('asks for another snapshot once it has learned the slots of the one that is arriving', () => {
    const node = new Follower(multiPaxos as unknown as Protocol)
    expect(node.hear(heartbeat)).toContainEqual({ type: 'catch-up', commit: 0, snapshot: 0, offset: 0 })
    expect(node.hear(piece(10, 0))).toContainEqual({ type: 'catch-up', commit: 0, snapshot: 10, offset: 1 })
    expect(node.hear({ type: 'chosen', entries: ENTRIES, commit: 12 })).toContainEqual({
      type: 'catch-up',
      commit: 10,
      snapshot: 0,
      offset: 0
    })
    expect(node.hear(heartbeat)).toContainEqual({ type: 'catch-up', commit: 10, snapshot: 0, offset: 0 })
  })

  it('goes on with a snapshot of more than it has learned', () => {
    const node = new Follower(multiPaxos as unknown as Protocol)
    node.hear(heartbeat)
    node.hear(piece(11, 0))
    expect(node.hear({ type: 'chosen', entries: ENTRIES, commit: 12 })).toContainEqual({
      type: 'catch-up',
      commit: 10,
      snapshot: 11,
      offset: 1
    })
  })
})

describe('Viewstamped Replication', () => {
  const VIEW = 1
  const heartbeat = { type: 'commit', view: VIEW, op: 12, commit: 12 }
  const piece = (index: number, at: number) => {
    return { type: 'checkpoint', index, term: TERM, offset: at, rows: [ROWS[at]], done: at === ROWS.length - 1 }
  }
  const ask = (op: number, checkpoint: number, offset: number) => ({ type: 'get-state', view: VIEW, op, checkpoint, offset })

  it('asks for another checkpoint once it has learned the requests of the one that is arriving', () => {
    const node = new Follower(viewstampedReplication as unknown as Protocol)
    expect(node.hear(heartbeat)).toContainEqual(ask(0, 0, 0))
    expect(node.hear(piece(10, 0))).toContainEqual(ask(0, 10, 1))
    expect(node.hear({ type: 'new-state', view: VIEW, entries: ENTRIES, commit: 10, last: 12 })).toContainEqual(ask(10, 0, 0))
    expect(node.hear(heartbeat)).toContainEqual(ask(10, 0, 0))
    node.hear(piece(12, 0))
    node.hear(piece(12, 1))
    expect(node.hear(piece(12, 2))).toContainEqual(ask(12, 0, 0))
    expect(node.hear(heartbeat)).not.toContainEqual(expect.objectContaining({ type: 'get-state' }))
  })

  it('goes on with a checkpoint of more than it has learned', () => {
    const node = new Follower(viewstampedReplication as unknown as Protocol)
    node.hear(heartbeat)
    node.hear(piece(11, 0))
    expect(node.hear({ type: 'new-state', view: VIEW, entries: ENTRIES, commit: 10, last: 12 })).toContainEqual(ask(10, 11, 1))
  })
})
