import { describe, expect, it } from 'vitest'
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
