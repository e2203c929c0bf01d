/** A small protocol for tests of members: every node tells a random other one the highest number that it has heard of. */
import type { Effect, Protocol } from '../../../src-node/protocols/contract'

interface GossipState {
  readonly id: string
  nodes: readonly string[]
  heard: number
}

interface Rumour {
  readonly type: 'rumour'
  readonly heard: number
}

type GossipEffect = Effect<Rumour, never, never>

const ROUND_US = 200_000

/** `n1` begins with 1, everybody else with nothing; a node with the role `teller` begins with 2. */
export const gossip: Protocol<GossipState, Rumour, never, never> = {
  description: {
    name: 'gossip',
    title: 'Gossip',
    summary: '',
    parameters: {},
    data_types: [],
    operations: [],
    policies: {
      reads: [{ name: 'any', title: 'Any', explanation: '', strategy: { name: 'any' } }],
      writes: [{ name: 'any', title: 'Any', explanation: '', strategy: { name: 'any' } }]
    },
    roles: [{ name: 'teller', title: 'Teller', assignable: true }],
    series: [{ name: 'heard', title: 'Heard', unit: '' }],
    invariants: [],
    switches: [],
    commands: [],
    messages: [{ name: 'rumour', kind: 'data', word: 'rumour' }],
    quorum: 'none',
    members_change: true
  },
  boot({ id, nodes, roles = {} }) {
    const heard = roles[id] === 'teller' ? 2 : Number(id === 'n1')
    const members: GossipEffect = {
      kind: 'emit',
      event: { kind: 'note', node: id, topic: 'members', detail: nodes.join(' ') }
    }
    return { state: { id, nodes, heard }, effects: [members, { kind: 'set-timer', timer: 'round', delay_us: ROUND_US }] }
  },
  step(state, inputs, { random }) {
    const effects: GossipEffect[] = []
    for (const input of inputs) {
      if (input.kind === 'message') state.heard = Math.max(state.heard, input.message.heard)
      if (input.kind === 'members') {
        state.nodes = input.members
        const detail = input.members.join(' ')
        effects.push({ kind: 'emit', event: { kind: 'note', node: state.id, topic: 'members', detail } })
      }
      if (input.kind !== 'timer') continue
      const others = state.nodes.filter((node) => node !== state.id)
      const to = others[Math.floor(random() * others.length)]
      if (to !== undefined) effects.push({ kind: 'send', to, message: { type: 'rumour', heard: state.heard }, after: 'now' })
      effects.push({ kind: 'set-timer', timer: 'round', delay_us: ROUND_US })
    }
    return effects
  },
  sample: ({ heard }) => ({ heard }),
  createInvariants: () => [],
  describe: ({ id, heard }) => `${id} ${heard}`,
  describeMessage: ({ heard }) => String(heard)
}
