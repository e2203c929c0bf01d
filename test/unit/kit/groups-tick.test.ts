import { expect, test } from 'vitest'
import { crc32c } from '../../../src-shared/wire/crc32c'
import { Driver } from '../../../src-node/node-core/driver'
import type { Effect, Plain, Protocol, ProtocolMessage } from '../../../src-node/protocols/contract'
import { hostGroups } from '../../../src-node/protocols/kit/groups'
import { groupNames, groupOfKey } from '../../../src-node/protocols/kit/groups/placement'
import type { GroupsMessage } from '../../../src-node/protocols/kit/groups/state'
import { raft } from '../../../src-node/protocols/raft'

const GROUPS = groupNames(8)
const KEYS = Array.from({ length: 100 }, (_, at) => `key-${at}`)
const BOOT = {
  id: 'n1',
  nodes: ['n1', 'n2', 'n3'],
  generation: 0,
  parameters: {},
  switches: [],
  recovered: { snapshot: null, records: [] }
}

/** For each step with requests: a record, a message to both peers at once, and one to n2 that waits for the disk. */
const busy: Protocol<null, ProtocolMessage, Plain, Plain> = {
  description: raft.description,
  boot: () => ({ state: null, effects: [] }),
  step: (_, inputs) => {
    if (inputs.every(({ kind }) => kind !== 'request')) return []
    const send = (to: string, type: string, after: 'now' | 'sync') => ({ kind: 'send', to, message: { type }, after }) as const
    const effects: Effect<ProtocolMessage, Plain, Plain>[] = [send('n2', 'ack', 'sync'), { kind: 'append', record: 'r' }]
    return [...effects, send('n2', 'append', 'now'), send('n3', 'append', 'now')]
  },
  sample: () => ({}),
  createInvariants: () => [],
  describe: () => '',
  describeMessage: () => ''
}

test('what all groups say and write in a tick is one frame to each peer, one sync, and one frame once that is done', () => {
  const happened: string[] = []
  const ticks: (() => void)[] = []
  let position = 0
  const driver = new Driver({
    protocol: hostGroups(busy, GROUPS) as unknown as Protocol,
    log: {
      get position() {
        return position
      },
      append: () => void position++,
      saveSnapshot: () => void position++,
      flush: () => happened.push(`sync up to ${position}`)
    },
    transport: {
      send: (to, message) => {
        const { parts } = message as unknown as GroupsMessage<ProtocolMessage>
        happened.push(`${to}: ${new Set(parts.map(([group]) => group)).size} groups ${parts[0]![1].type}`)
      },
      reply: () => {},
      flush: () => {}
    },
    timers: { set: () => {}, clear: () => {}, takeDue: () => [] },
    emit: () => {},
    now_us: () => 0,
    random: () => 0,
    defer: (run) => ticks.push(run),
    onFailure: (error) => {
      throw error
    }
  })
  driver.boot(BOOT)
  happened.length = 0
  KEYS.forEach((key, request) =>
    driver.push({ kind: 'request', request: { request, session: 's', sequence: request, operation: { f: 'get', key } } })
  )
  expect(ticks).toHaveLength(1)
  ticks[0]!()
  expect(happened).toEqual(['n2: 8 groups append', 'n3: 8 groups append', 'sync up to 8'])
  driver.durable(8, 8)
  expect(happened.slice(3)).toEqual(['n2: 8 groups ack'])
})

test('peers that are told the same are sent one and the same message, others one of their own', () => {
  const sentBy = (messagesTo: (peer: string) => ProtocolMessage) => {
    const step: (typeof busy)['step'] = () =>
      ['n2', 'n3'].map((to) => ({ kind: 'send', to, message: messagesTo(to), after: 'now' }) as const)
    const host = hostGroups({ ...busy, step }, GROUPS)
    const context = { now_us: 0, random: () => 0 }
    const { state } = host.boot(BOOT, context)
    const effects = host.step(state, [{ kind: 'peer', peer: 'n2', connected: true }], context)
    return effects.flatMap((effect) => (effect.kind === 'send' ? [effect.message] : []))
  }
  const append = { type: 'append' }
  const [to_n2, to_n3] = sentBy(() => append)
  expect(to_n2!.parts).toHaveLength(GROUPS.length)
  expect(to_n3).toBe(to_n2)
  const [apart_n2, apart_n3] = sentBy((peer) => (peer === 'n2' ? append : { type: 'probe' }))
  expect(apart_n2!.parts[0]![1]).toBe(append)
  expect(apart_n3!.parts.map(([, { type }]) => type)).toEqual(GROUPS.map(() => 'probe'))
})

test('a key’s group follows from the CRC32C of its UTF-8 bytes, whatever its characters and length', () => {
  for (const key of ['', ...KEYS, 'ключ', '🗝️', 'x'.repeat(5000)])
    expect(groupOfKey(GROUPS, key)).toBe(GROUPS[crc32c(new TextEncoder().encode(key)) % GROUPS.length])
})
