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
  const recovered = { snapshot: null, records: [] }
  driver.boot({ id: 'n1', nodes: ['n1', 'n2', 'n3'], generation: 0, parameters: {}, switches: [], recovered })
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

test('a key’s group follows from the CRC32C of its UTF-8 bytes, whatever its characters and length', () => {
  for (const key of ['', ...KEYS, 'ключ', '🗝️', 'x'.repeat(5000)])
    expect(groupOfKey(GROUPS, key)).toBe(GROUPS[crc32c(new TextEncoder().encode(key)) % GROUPS.length])
})
