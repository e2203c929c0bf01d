import { describe, expect, it } from 'vitest'
import type { Operation } from '../../../src-shared/operations'
import { Member, sent, written } from './member'

const T = 'c:1#1.1'
const WRITE = { do: 'write', key: 'bank/alice', value: '1' } as const

describe('a prepare that comes too late', () => {
  it('does nothing after the abort that overtook it', () => {
    const participant = new Member({ id: 'P' })
    participant.executes(T, WRITE)
    participant.hears('C', { type: 'decide', transaction: T, commit: false })
    expect(participant.prepares(T)).toEqual([])
  })

  it('is refused once the coordinator has said that the transaction is over', () => {
    const participant = new Member({ id: 'P' })
    participant.executes(T, WRITE)
    participant.hears('C', { type: 'over', transaction: T })
    const effects = participant.prepares(T)
    expect(sent(effects, 'vote')).toMatchObject([{ vote: 'no' }])
    expect(written(effects)).toEqual([])
  })

  it('is refused by a participant that has restarted since it executed the steps', () => {
    const before = new Member({ id: 'P', random: 0.1 })
    before.executes(T, WRITE)
    const restarted = new Member({ id: 'P', random: 0.9 })
    const effects = restarted.prepares(T, before.executed_in)
    expect(sent(effects, 'vote')).toMatchObject([{ vote: 'no' }])
    expect(written(effects)).toEqual([])
  })

  it('is refused when it may be older than all that is remembered', () => {
    const participant = new Member({ id: 'P', parameters: { decisions_kept: 1 } })
    for (const transaction of ['c:2#1.2', 'c:3#1.3']) {
      participant.executes(transaction, WRITE)
      participant.prepares(transaction)
      participant.hears('C', { type: 'decide', transaction, commit: true })
    }
    expect(sent(participant.prepares(T), 'vote')).toMatchObject([{ vote: 'no', reason: 'it is too old' }])
  })

  it('is followed by a question where nobody has said anything, which ends the doubt', () => {
    const participant = new Member({ id: 'P' })
    participant.executes(T, WRITE)
    expect(sent(participant.prepares(T), 'vote')).toMatchObject([{ vote: 'yes' }])
    participant.step({ kind: 'timer', timer: 'retry' })
    expect(sent(participant.step({ kind: 'timer', timer: 'retry' }), 'ask')).toMatchObject([{ transaction: T }])
  })
})

describe('a coordinator that is silent before it asks for a vote', () => {
  const RETRIES = 10
  const retry = (participant: Member) => participant.step({ kind: 'timer', timer: 'retry' })
  const holding = () => {
    const participant = new Member({ id: 'P', parameters: { silence_ms: 1000, retry_ms: 1000 / RETRIES } })
    participant.executes(T, WRITE)
    participant.executes('c:2#1.2', { ...WRITE, value: '2' })
    return participant
  }

  it('is asked, and then done without: what waited for the locks goes on, and no late message begins it anew', () => {
    const participant = holding()
    const before = Array.from({ length: RETRIES - 1 }, () => retry(participant)).flat()
    expect(sent(before, 'still-open').filter(({ transaction }) => transaction === T)).toHaveLength(RETRIES / 2)
    expect(sent(before, 'executed')).toEqual([])
    expect(sent(retry(participant), 'executed')).toMatchObject([{ transaction: 'c:2#1.2' }])
    expect(sent(participant.executes(T, WRITE), 'refused')).toHaveLength(1)
    expect(sent(participant.prepares(T), 'vote')).toMatchObject([{ vote: 'no', reason: 'it has given it up' }])
  })

  it('keeps the locks if it answers in time', () => {
    const participant = holding()
    for (let i = 0; i < 3 * RETRIES; i++) {
      const effects = retry(participant)
      expect(sent(effects, 'executed')).toEqual([])
      for (const { transaction } of sent(effects, 'still-open')) participant.hears('C', { type: 'under-way', transaction })
    }
    expect(sent(participant.prepares(T), 'vote')).toMatchObject([{ vote: 'yes' }])
  })

  it('answers whether the transaction is under way', () => {
    const coordinator = new Member({ id: 'C' })
    const operation: Operation = { f: 'transaction', key: 'bank', steps: [{ ...WRITE, key: 'alice' }] }
    const begun = coordinator.step({ kind: 'request', request: { request: 1, session: 'c', sequence: 1, operation } })
    const { transaction } = sent(begun, 'execute')[0]!
    expect(coordinator.hears('P', { type: 'still-open', transaction })).toMatchObject([{ message: { type: 'under-way' } }])
    expect(coordinator.hears('P', { type: 'still-open', transaction: 'c:9#1.9' })).toMatchObject([{ message: { type: 'over' } }])
  })
})

describe('a coordinator that forgot', () => {
  const asked = (presume: 'abort' | 'commit', records: ConstructorParameters<typeof Member>[0]['records'] = []) => {
    const coordinator = new Member({ id: 'C', parameters: { presume }, records })
    return sent(coordinator.hears('P', { type: 'ask', transaction: T, leads: false }), 'decide').map(({ commit }) => commit)
  }

  it('presumes what it does not remember', () => {
    expect(asked('abort')).toEqual([false])
    expect(asked('commit')).toEqual([true])
  })

  it('aborts what its log says it was collecting votes on', () => {
    const collecting = { kind: 'collecting', transaction: T, session: 'c', sequence: 1, participants: ['P', 'Q'] } as const
    expect(asked('commit', [collecting])).toEqual([false])
  })

  it('takes no vote on what it does not remember', () => {
    const coordinator = new Member({ id: 'C' })
    expect(coordinator.hears('P', { type: 'vote', transaction: T, vote: 'yes' })).toEqual([])
  })
})

describe('a participant that restarts prepared', () => {
  it('is in doubt again, with its locks, and asks', () => {
    const before = new Member({ id: 'P' })
    before.executes(T, WRITE)
    const records = before.prepares(T).flatMap((effect) => (effect.kind === 'append' ? [effect.record] : []))
    const restarted = new Member({ id: 'P', records, random: 0.9 })
    expect(sent(restarted.executes('c:2#2.1', { ...WRITE, value: '2' }), 'waits')).toMatchObject([
      { blockers: [{ transaction: T }] }
    ])
    expect(sent(restarted.step({ kind: 'timer', timer: 'retry' }), 'ask')).toMatchObject([{ transaction: T }])
    const released = restarted.hears('C', { type: 'decide', transaction: T, commit: true })
    expect(sent(released, 'executed')).toMatchObject([{ transaction: 'c:2#2.1' }])
  })
})
