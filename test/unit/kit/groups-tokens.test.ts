import { expect, test } from 'vitest'
import { hostGroups } from '../../../src-node/protocols/kit/groups'
import { groupOfKey } from '../../../src-node/protocols/kit/groups/placement'
import type { Boot, Effect, Plain, Protocol, ProtocolMessage } from '../../../src-node/protocols/contract'
import { raft } from '../../../src-node/protocols/raft'

const GROUPS = ['g1', 'g2']
const keyOf = (group: string) => ['a', 'b', 'c', 'd', 'e'].find((key) => groupOfKey(GROUPS, key) === group)!

interface State {
  answered: number
}

/** Answers with the number of the answer as the session's token, and tells in its result which token it was handed. */
const counting: Protocol<State, ProtocolMessage, Plain, Plain> = {
  description: raft.description,
  boot: () => ({ state: { answered: 0 }, effects: [] }),
  step: (state, inputs) =>
    inputs.flatMap((input): Effect<ProtocolMessage, Plain, Plain>[] => {
      if (input.kind !== 'request') return []
      const { request, context } = input.request
      const reply = {
        status: 'ok',
        result: { value: context?.session ?? null },
        context: { session: String(++state.answered) }
      } as const
      return [{ kind: 'reply', request, reply, after: 'now' }]
    }),
  sample: () => ({}),
  createInvariants: () => [],
  describe: () => '',
  describeMessage: () => ''
}

/** Asks the group about one of its keys; `session` is what the session brings along. */
function session() {
  const protocol = hostGroups(counting, GROUPS)
  const context = { now_us: 0, random: () => 0 }
  const boot = {
    id: 'n1',
    nodes: ['n1'],
    generation: 0,
    parameters: {},
    switches: [],
    recovered: { snapshot: null, records: [] }
  }
  const { state } = protocol.boot(boot satisfies Boot<never, never>, context)
  let sequence = 0
  return (group: string, token?: string) => {
    const operation = { f: 'get', key: keyOf(group) } as const
    const asked = {
      request: ++sequence,
      session: 'c1',
      sequence,
      operation,
      ...(token !== undefined && { context: { session: token } })
    }
    const [effect] = protocol.step(state, [{ kind: 'request', request: asked }], context)
    if (effect?.kind !== 'reply' || effect.reply.status !== 'ok') throw new Error('no answer')
    expect(state.tokens.size).toBe(0)
    return { handed: effect.reply.result.value, token: effect.reply.context!.session! }
  }
}

test('a group is handed the token that it gave, and the session keeps those of the others', () => {
  const ask = session()
  const first = ask('g1')
  expect(first.handed).toBe(null)
  const second = ask('g2', first.token)
  expect(second.handed).toBe(null)
  const third = ask('g1', second.token)
  expect(third.handed).toBe('1')
  expect(ask('g2', third.token).handed).toBe('1')
  expect(ask('g1', third.token).handed).toBe('2')
})

test('a token that no group has given is none', () => {
  const ask = session()
  for (const token of ['x', '7', 'null', '[]', '{"g1":7}', '{"g9":"1"}', '{"__proto__":"1"}'])
    expect(ask('g1', token).handed).toBe(null)
})
