import type { Effect, Input, Plain, Protocol, ProtocolMessage } from '../../../src-node/protocols/contract'
import { assert } from '../../../src-node/protocols/contract'
import type { ProtocolEvent } from '../../../src-shared/events'

interface TestMessage extends ProtocolMessage {
  readonly type: 'letter'
  readonly text: string
}
type State = { readonly id: string; readonly kept: Plain[] }
type TestEffect = Effect<TestMessage, Plain, Plain>

/**
 * The smallest protocol that shows what its surroundings do: it sends what it is told to send, notes everything that reaches it, and
 * keeps what clients put (the answer says how many values it holds).
 */
export const mail = {
  description: {
    name: 'mail',
    title: 'Mail',
    summary: '',
    parameters: {},
    data_types: ['kv'],
    operations: ['put'],
    policies: {
      reads: [{ name: 'any', title: 'Any', explanation: '', strategy: { name: 'any' } }],
      writes: [{ name: 'leader', title: 'Leader', explanation: '', strategy: { name: 'leader' } }]
    },
    roles: [],
    series: [],
    invariants: [],
    switches: [],
    commands: [
      { name: 'send', title: '', arguments: [] },
      { name: 'keep', title: '', arguments: [] },
      { name: 'snapshot', title: '', arguments: [] },
      { name: 'timer', title: '', arguments: [] },
      { name: 'fail', title: '', arguments: [] }
    ],
    messages: [{ name: 'letter', kind: 'data', word: 'letter' }],
    quorum: 'none'
  },
  boot({ id, generation, recovered }) {
    const kept = [...((recovered.snapshot as Plain[] | null) ?? []), ...recovered.records]
    return {
      state: { id, kept },
      effects: [note(id, 'generation', String(generation)), note(id, 'booted', JSON.stringify(kept))]
    }
  },
  step(state, inputs, { now_us }) {
    const effects: TestEffect[] = []
    for (const input of inputs) take(state, input, effects, now_us)
    return effects
  },
  sample: ({ kept }) => ({ kept: kept.length }),
  createInvariants: () => [],
  describe: ({ id }) => id,
  describeMessage: ({ text }) => text
} satisfies Protocol<State, TestMessage, Plain, Plain>

function note(node: string, topic: string, detail: string): TestEffect {
  const event: ProtocolEvent = { kind: 'note', node, topic, detail }
  return { kind: 'emit', event }
}

function take(state: State, input: Input<TestMessage>, effects: TestEffect[], now_us: number): void {
  const { id, kept } = state
  switch (input.kind) {
    case 'message':
      effects.push(note(id, 'letter', `${input.from}: ${input.message.text}`))
      return
    case 'timer':
      effects.push(note(id, 'timer', `${input.timer} at ${now_us}`))
      return
    case 'peer':
      effects.push(note(id, 'peer', `${input.peer} ${input.connected ? 'up' : 'down'}`))
      return
    case 'switches':
      effects.push(note(id, 'switches', input.switches.join()))
      return
    case 'durable':
      effects.push(note(id, 'durable', String(input.records)))
      return
    case 'request': {
      kept.push((input.request.operation as { value: string }).value)
      effects.push({ kind: 'append', record: kept.at(-1)! })
      const reply = { status: 'ok', result: { value: String(kept.length) } } as const
      effects.push({ kind: 'reply', request: input.request.request, reply, after: 'sync' })
      return
    }
    case 'command':
      command(state, input.command, input.arguments, effects)
  }
}

function command({ id, kept }: State, name: string, given: Readonly<Record<string, unknown>>, effects: TestEffect[]): void {
  assert(name !== 'fail', 'told to fail')
  if (name === 'send') {
    const message: TestMessage = { type: 'letter', text: given['text'] as string }
    effects.push({ kind: 'send', to: given['to'] as string, message, after: 'now' })
  }
  if (name === 'keep') {
    kept.push(given['value'] as string)
    effects.push({ kind: 'append', record: kept.at(-1)! })
  }
  if (name === 'snapshot') effects.push({ kind: 'save-snapshot', snapshot: [...kept], records: [] })
  if (name === 'timer') effects.push({ kind: 'set-timer', timer: given['name'] as string, delay_us: given['delay_us'] as number })
  effects.push(note(id, 'command', name))
}
