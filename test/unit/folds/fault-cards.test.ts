import { describe, expect, it } from 'vitest'
import { faultCards } from '../../../src-shared/folds/fault-cards'
import { foldRun } from '../../../src-shared/folds/run'
import type { LinkId } from '../../../src-shared/ids'
import { CRASH, CUT, SLOW, StreamBuilder } from '../support/stream'
import { raft } from '../../../src-shared/protocols/raft'

const cardsOf = (run: StreamBuilder) => faultCards(foldRun(run.events(), raft))
const LINKS: LinkId[] = ['n1>n3', 'n3>n1']

/** 100 operations a second, except where `pause` says so. */
function steady(run: StreamBuilder, from_ms: number, to_ms: number, pause: (t_ms: number) => boolean = () => false) {
  for (let t = from_ms; t < to_ms; t += 10) if (!pause(t)) run.operation(t, 2)
  return run
}

describe('a fault card', () => {
  it('counts the frames that the fault stopped on its links, and no others', () => {
    const run = new StreamBuilder().start().bootAll()
    run.count('n1>n3', { offered: 5, cut: 3 }).count('n2>n3', { offered: 5, cut: 5 }).sampleLinks(900)
    run.fault(1000, 2000, 'cut', CUT, { links: LINKS })
    run.count('n1>n3', { offered: 40, cut: 37 }).count('n2>n3', { offered: 9, cut: 9 }).sampleLinks(2100)
    run.count('n1>n3', { offered: 9, cut: 9 }).sampleLinks(2300)
    expect(cardsOf(run)).toMatchObject([{ label: 'cut', start_ms: 1000, end_ms: 2000, messages_cut: 37, messages_disturbed: 0 }])
  })

  it('stays one card under its newest name while somebody drags the delay', () => {
    const run = new StreamBuilder().start().fault(1000, 2000, 'slow', SLOW, { links: ['n3>n5'] })
    run.at(1300, { kind: 'fault-changed', fault: 1, label: 'slower', action: SLOW })
    expect(cardsOf(run)).toMatchObject([{ label: 'slower', start_ms: 1000, end_ms: 2000 }])
  })

  it('counts what a delay slowed, not what it would have lost anyway', () => {
    const run = new StreamBuilder().start().fault(1000, 2000, 'slow', SLOW, { links: ['n3>n5'] })
    run.count('n3>n5', { offered: 20, delivered: 18, cut: 2 }).sampleLinks(2100)
    expect(cardsOf(run)).toMatchObject([{ messages_cut: 0, messages_disturbed: 18 }])
  })

  it('names operations that failed, stayed unknown, were retried or took five times the median', () => {
    const run = steady(new StreamBuilder().start(), 0, 1000)
    run.fault(1000, 2000, 'cut', CUT)
    run
      .operation(1100, 5, 'fail')
      .operation(1200, 500, 'info')
      .operation(1300, 5, 'ok', { attempts: 2 })
      .operation(1400, 11)
      .operation(1500, 9)
    run.operation(990, 50).operation(2100, 100).sampleLinks(2500)
    expect(cardsOf(run)).toMatchObject([{ operations_affected: 5, operations_failed: 1, operations_unknown: 1 }])
  })

  it('lays an operation to every fault that it met when faults overlap', () => {
    const run = new StreamBuilder().start().fault(1000, 3000, 'cut', CUT)
    run.fault(2000, 4000, 'crash', CRASH, { nodes: ['n4'] })
    run.operation(1100, 100, 'fail').operation(2500, 100, 'fail').operation(3500, 100, 'fail')
    expect(cardsOf(run).map(({ label, operations_failed }) => [label, operations_failed])).toEqual([
      ['cut', 2],
      ['crash', 2]
    ])
  })

  it('measures time without a leader, elections, and the way back to the throughput before', () => {
    const run = steady(new StreamBuilder().start().bootAll().elect(100, 'n1', 1), 500, 20_000, (t) => t > 6000 && t < 9600)
    run.exit(6000, 'n1').elect(6200, 'n2', 2, ['n3', 'n4', 'n5'])
    run.fault(6000, 8000, 'crash n1', { do: 'crash', node: 'n1' }, { nodes: ['n1'] })
    const [card] = cardsOf(run.at(20_000, { kind: 'run-ended', reason: 'finished' }))
    expect(card).toMatchObject({
      effects: [
        { name: 'leaderless_ms', value: 205 },
        { name: 'elections', value: 1 }
      ],
      verdict: expect.stringMatching(/^Effect: .*no leader for 205 ms/)
    })
    expect(card!.recovery_ms).toBeGreaterThanOrEqual(1300)
    expect(card!.recovery_ms).toBeLessThanOrEqual(1700)
  })

  it('has no recovery where throughput never fell, and none where it never came back', () => {
    const unaffected = steady(new StreamBuilder().start(), 0, 10_000).fault(4000, 5000, 'cut', CUT)
    const dead = steady(new StreamBuilder().start(), 0, 4000)
      .fault(4000, 5000, 'cut', CUT)
      .at(10_000, { kind: 'run-ended', reason: 'finished' })
    expect(cardsOf(unaffected)[0]).toMatchObject({ recovery_ms: null, verdict: expect.stringContaining('No effect') })
    expect(cardsOf(dead)[0]!.recovery_ms).toBeNull()
  })

  it('is not made for what only mends a link', () => {
    const repair = { do: 'link', from: 'n1', to: 'n3', both: true } as const
    const run = new StreamBuilder()
    run.fault(1000, 1000, 'open', { ...repair, change: { mode: 'open' } })
    run.fault(2000, 2000, 'clear', { ...repair, change: { settings: { delay_ms: 0, table: [], loss_state: null } } })
    run.fault(3000, 4000, 'slow', { ...repair, change: { mode: 'open', settings: { delay_ms: 5 } } })
    expect(cardsOf(run).map(({ label }) => label)).toEqual(['slow'])
  })

  it('of a fault that is still on counts on, and has no end', () => {
    const run = new StreamBuilder().start().fault(1000, null, 'cut', CUT, { links: LINKS })
    run.count('n1>n3', { offered: 4, cut: 4 }).sampleLinks(1500)
    expect(cardsOf(run)).toMatchObject([{ end_ms: null, messages_cut: 4, effects: [] }])
  })
})
