import { describe, expect, it } from 'vitest'
import type { Parameters } from '../../../src-shared/description/protocol-description'
import type { Operation } from '../../../src-shared/operations'
import { Member, sent, written } from './member'

const READER = 'c:1#1.1'
const WRITER = 'c:2#1.2'
const READ = { do: 'read', key: 'bank/alice' } as const
const WRITE = { do: 'write', key: 'bank/alice', value: '1' } as const

/** Settings under which nobody is out of the second phase. */
const OTHERS: readonly (readonly [title: string, parameters: Parameters])[] = [
  ['the option is off', { read_only_votes: false }],
  ['members ask each other', { termination: 'cooperative' }],
  ['three-phase commit', { commit: 'three-phase' }],
  ['Paxos Commit', { commit: 'paxos' }]
]

describe('a participant that has only read', () => {
  it('votes at once and writes nothing', () => {
    const participant = new Member({ id: 'P' })
    participant.executes(READER, READ)
    const effects = participant.prepares(READER)
    expect(sent(effects, 'vote')).toMatchObject([{ vote: 'read-only' }])
    expect(effects.filter(({ kind }) => kind === 'send')).toMatchObject([{ after: 'now' }])
    expect(written(effects)).toEqual([])
  })

  it('releases its locks at its vote: who waited for them goes on', () => {
    const participant = new Member({ id: 'P' })
    participant.executes(READER, READ)
    expect(sent(participant.executes(WRITER, WRITE), 'waits')).toHaveLength(1)
    expect(sent(participant.prepares(READER), 'executed')).toMatchObject([{ transaction: WRITER }])
  })

  it('is in doubt about nothing, and asks for nothing', () => {
    const participant = new Member({ id: 'P' })
    participant.executes(READER, READ)
    participant.prepares(READER)
    for (let i = 0; i < 5; i += 1) expect(sent(participant.step({ kind: 'timer', timer: 'retry' }), 'ask')).toEqual([])
  })

  it.each(OTHERS)('promises like the others: %s', (_, parameters) => {
    const participant = new Member({ id: 'P', parameters })
    participant.executes(READER, READ)
    const effects = participant.prepares(READER)
    expect(sent(effects, 'vote')).toMatchObject([{ vote: 'yes' }])
    expect(written(effects)).toContain('prepare')
    expect(sent(participant.executes(WRITER, WRITE), 'waits')).toHaveLength(1)
  })
})

describe('its coordinator', () => {
  /** Has asked P and Q for their votes on a transaction that reads alice, at P, and writes carol, at Q. */
  function asking(): Member {
    const coordinator = new Member({ id: 'C' })
    coordinator.step({ kind: 'durable', records: 1 })
    const operation: Operation = {
      f: 'transaction',
      key: 'bank',
      steps: [
        { do: 'read', key: 'alice' },
        { do: 'write', key: 'carol', value: '1' }
      ]
    }
    coordinator.step({ kind: 'request', request: { request: 1, session: 'c', sequence: 1, operation } })
    const clock = { physical_us: 1, counter: 0 }
    const executed = { type: 'executed', transaction: READER, result: { answer: null }, incarnation: 1, clock } as const
    coordinator.hears('P', { ...executed, number: 0 })
    expect(sent(coordinator.hears('Q', { ...executed, number: 1 }), 'prepare')).toHaveLength(2)
    return coordinator
  }

  it('tells the others alone what it decides, and waits for their acknowledgements alone', () => {
    const coordinator = asking()
    coordinator.hears('P', { type: 'vote', transaction: READER, vote: 'read-only' })
    const effects = coordinator.hears('Q', { type: 'vote', transaction: READER, vote: 'yes' })
    expect(effects.flatMap((effect) => (effect.kind === 'send' ? [[effect.to, effect.message.type]] : []))).toEqual([
      ['Q', 'decide']
    ])
    expect(written(coordinator.hears('Q', { type: 'acknowledge', transaction: READER }))).toEqual(['end'])
  })

  it('writes no decision where all have only read', () => {
    const coordinator = asking()
    coordinator.hears('P', { type: 'vote', transaction: READER, vote: 'read-only' })
    const effects = coordinator.hears('Q', { type: 'vote', transaction: READER, vote: 'read-only' })
    expect(written(effects)).toEqual([])
    expect(effects.filter(({ kind }) => kind === 'send')).toEqual([])
    expect(effects.filter(({ kind }) => kind === 'reply')).toMatchObject([{ reply: { status: 'ok' } }])
  })
})
