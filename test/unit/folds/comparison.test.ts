import { describe, expect, it } from 'vitest'
import type { ComparedRun } from '../../../src-shared/folds/comparison'
import {
  FIGURES,
  bestOf,
  createComparisonFold,
  comparedFigures,
  figuresOf,
  foldComparison,
  sameFaults
} from '../../../src-shared/folds/comparison'
import { describeSplit, faultsNote, figureTexts } from '../../../src-shared/folds/comparison-text'
import { partRows } from '../../../src-shared/folds/message-parts'
import { messageLooks } from '../../../src-shared/description/messages'
import { findDefinition } from '../../../src-shared/protocols/registry'
import { answerRows } from '../../../src-shared/folds/side-answers'
import { longestSplits } from '../../../src-shared/folds/splits'
import { metricsOf } from '../support/metrics'
import { createRunFold, foldEvent } from '../../../src-shared/folds/run'
import type { NodeId } from '../../../src-shared/ids'
import { Apply } from '../../../src-shared/protocols/replicated-log/facts'
import { CRASH, CUT, NODES, StreamBuilder } from '../support/stream'
import { raft } from '../../../src-shared/protocols/raft'

const LEFT: NodeId[] = ['n1', 'n2']
const RIGHT: NodeId[] = ['n3', 'n4', 'n5']

function compared(run: StreamBuilder): ComparedRun {
  const fold = createRunFold(raft)
  const comparison = createComparisonFold()
  const events = run.events()
  for (const event of events) {
    foldEvent(fold, event)
    foldComparison(comparison, event, fold)
  }
  const about = {
    title: 'made up',
    protocol: 'raft',
    engine: 'simulation',
    seed: 1,
    watched: ['acknowledged-kept'],
    claimed: []
  } as const
  return { ...about, fold, comparison, metrics: metricsOf(events), judgements: [] }
}

/** Up, cut into 2 and 3 from 1 s to 3 s. */
function split(): StreamBuilder {
  const run = new StreamBuilder().start().bootAll().elect(10, 'n1', 1)
  run.fault(1000, 3000, 'split', CUT, { nodes: LEFT })
  return run.between(1000, LEFT, RIGHT, 'cut').between(3000, LEFT, RIGHT, 'open')
}

function apply(run: StreamBuilder, t_ms: number, node: NodeId, index: number, digest = index): StreamBuilder {
  return run.at(t_ms, Apply.of(node, { entries: [{ index, term: 1, digest }] }))
}

const wordsOf = (run: StreamBuilder) => {
  const { fold, comparison } = compared(run)
  return comparison.splits.splits.map((one) => describeSplit(one, fold))
}

describe('the figures of a run', () => {
  it('are rates, and costs for each success', () => {
    const run = new StreamBuilder().start().bootAll()
    for (let t = 0; t < 1000; t += 100) run.operation(t, 5)
    run.operation(1000, 5, 'fail').operation(1100, 5, 'info').at(2000, { kind: 'run-ended', reason: 'finished' })
    run.count('n1>n2', { offered: 40, delivered: 40 }).sampleLinks(1990)
    const figures = figuresOf(compared(run))
    expect(figures.ok_per_s).toBeCloseTo(5)
    expect(figures).toMatchObject({
      fail_per_s: 0.5,
      unknown_per_s: 0.5,
      messages_per_operation: 4,
      bytes_per_operation: 400,
      lost: 0
    })
    expect(figures.staleness_ms_max).toBeNull()
  })

  it('count as blocked the time from the first write asked in vain to the next that succeeds, and no short waits', () => {
    const run = new StreamBuilder().start().bootAll().operation(100, 200).operation(1000, 2000, 'info').operation(1500, 600)
    run.at(9000, { kind: 'run-ended', reason: 'finished' })
    expect(figuresOf(compared(run)).blocked_ms).toBeCloseTo(1100)
  })

  it('tell which nodes have not applied what the furthest has, and never call different logs the same', () => {
    const behind = apply(apply(split(), 500, 'n1', 1), 600, 'n1', 2)
    for (const node of RIGHT) apply(behind, 700, node, 2)
    expect(figuresOf(compared(behind)).behind).toBe(1)
    const other = apply(apply(new StreamBuilder(LEFT).start().bootAll(), 500, 'n1', 1, 7), 600, 'n2', 1, 8)
    expect(figuresOf(compared(other)).behind).toBe(1)
    expect(figuresOf(compared(split())).behind).toBeNull()
  })

  it('compare the log of each group with itself alone', () => {
    const groups = split()
    for (const [group, digest] of [
      ['g1', 1],
      ['g2', 2]
    ] as const)
      groups.at(1500, { ...Apply.of('n1', { entries: [{ index: 4, term: 1, digest }] }), group })
    expect(compared(groups).comparison.conflicts).toBe(0)
    groups.at(1600, { ...Apply.of('n3', { entries: [{ index: 4, term: 1, digest: 3 }] }), group: 'g1' })
    expect(compared(groups).comparison.conflicts).toBe(1)
  })

  it('count losses that the protocol allows too, and take the history’s word where it does not watch for them', () => {
    const unwatched = { ...compared(new StreamBuilder().start().bootAll()), watched: [] }
    expect(figuresOf(unwatched).lost).toBeNull()
    expect(figuresOf({ ...unwatched, metrics: { 'partition.writes_lost': 2, 'writes.lost': 0 } }).lost).toBe(2)
    expect(figuresOf({ ...compared(split()), metrics: { 'writes.lost': 3, 'partition.writes_lost': 2 } }).lost).toBe(3)
  })
})

describe('the table of several runs', () => {
  const run = (lost: number, claimed: readonly string[]) => ({
    ...compared(new StreamBuilder().start().bootAll()),
    metrics: { 'members.lost': lost, refutations: 3, 'staleness_ms.max': 0 },
    claimed: claimed.map((metric) => ({ metric, reference: null }))
  })

  it('has what their expectations speak of, where it differs', () => {
    const rows = comparedFigures([run(12, ['members.lost', 'refutations']), run(1, [])])
    expect(rows.map(({ figure, values }) => [figure.name, values])).toContainEqual(['members.lost', [12, 1]])
    expect(rows.map(({ figure }) => figure.name)).not.toContain('refutations')
  })

  it('says nothing of reads where nobody read', () => {
    expect(comparedFigures([run(1, []), run(2, [])]).map(({ figure }) => figure.name)).not.toContain('staleness_ms_max')
  })
})

describe('a partition', () => {
  it('is told side by side: who answered, who erred, who waited', () => {
    const run = split()
    run.operation(1100, 5, 'ok', { node: 'n3' }).operation(1200, 5, 'ok', { node: 'n4', client: 'c2' })
    run.operation(1300, 900, 'info', { node: 'n1', client: 'c3' }).operation(2300, 5, 'fail', { node: 'n2', client: 'c3' })
    expect(wordsOf(run)).toMatchObject([
      {
        title: 'Partition from 1.0 s to 3.0 s',
        sides: [
          {
            mark: '✗',
            word: 'stalls',
            name: 'Side of n1, n2',
            text: expect.stringMatching(/^1 write failed; 1 write timed out.*no write for 1\.7\d? s/)
          },
          { mark: '✓', name: 'Side of n3, n4, n5 (quorum)', text: '2 writes answered' }
        ],
        divergence: 'Nothing diverged.'
      }
    ])
  })

  it('counts an operation for the side asked last, and one answered after its end as late', () => {
    const run = split().operation(2900, 400, 'ok', { node: 'n1' })
    expect(wordsOf(run)[0]!.sides[0]).toMatchObject({ mark: '✗', text: '1 write answered only after it' })
  })

  it('diverged when both sides took writes, or applied different entries', () => {
    const both = split().operation(1100, 5, 'ok', { node: 'n1' }).operation(1200, 5, 'ok', { node: 'n3', client: 'c2' })
    expect(wordsOf(both)[0]!.divergence).toContain('Diverged: 2 sides took writes')
    const logs = apply(apply(split(), 1500, 'n1', 4, 1), 1600, 'n3', 4, 2)
    expect(wordsOf(logs)[0]!.divergence).toContain('different entries at 1 log position')
  })

  it('diverged when one side alone acknowledged what the protocol then gave up', () => {
    const run = split().operation(1100, 5, 'ok', { node: 'n1' })
    run.at(3500, { kind: 'writes-lost', operations: ['c1:1'], text: 'gone', events: [] })
    expect(wordsOf(run)[0]!.divergence).toBe(
      'Diverged: 1 acknowledged write on one side gave way to what the other went on with.'
    )
    expect(answerRows([compared(run)]).find(({ name }) => name === 'diverged')!.cells).toEqual([
      { mark: '✗', text: '1 acknowledged write of one side' }
    ])
  })

  it('is none while links are on their way from one state to the next', () => {
    const run = split().between(2000, ['n1'], ['n2'], 'cut').between(2005, ['n1'], ['n2'], 'open')
    const { fold, comparison } = compared(run)
    expect(longestSplits(comparison.splits, fold, 9).map(({ start_us }) => start_us)).not.toContain(2_000_000)
    expect(comparison.splits.splits.map(({ start_us }) => start_us)).toContain(2_000_000)
  })

  it('has healed when all nodes have applied what any had by its end', () => {
    const run = apply(split(), 2000, 'n3', 5)
    for (const node of ['n1', 'n2', 'n4', 'n5']) apply(run, 3200, node, 5)
    expect(wordsOf(run)[0]!.healing).toContain('nodes had all caught up 200 ms after it')
  })

  it('that outlives the run says so', () => {
    const run = new StreamBuilder().start().bootAll().between(1000, LEFT, RIGHT, 'cut').operation(1500, 5)
    expect(wordsOf(run)[0]).toMatchObject({
      title: 'Partition from 1.0 s to the end',
      healing: 'It was still on when the run ended.'
    })
  })
})

describe('runs side by side', () => {
  it('mark the best figure, and none where all are alike or one alone tells', () => {
    const blocked = FIGURES.find(({ name }) => name === 'blocked_ms')!
    const ok = FIGURES.find(({ name }) => name === 'ok_per_s')!
    expect(bestOf(blocked, [5, 0, null, 0])).toEqual([1, 3])
    expect(bestOf(ok, [5, 9])).toEqual([1])
    expect(bestOf(ok, [5, 5])).toEqual([])
    expect(bestOf(ok, [5, null])).toEqual([])
  })

  it('write the figures of a row in one unit, with as many decimal places', () => {
    const [blocked, ok] = ['blocked_ms', 'ok_per_s'].map((figure) => FIGURES.find(({ name }) => name === figure)!)
    expect(figureTexts(ok!, [1234.5, 7, null])).toEqual(['1,234.5 /s', '7.0 /s', '–'])
    expect(figureTexts(ok!, [0.2, 0])).toEqual(['0.20 /s', '0.00 /s'])
    expect(figureTexts(blocked!, [1500, 0, 320])).toEqual(['1.50 s', '0.00 s', '0.32 s'])
    expect(figureTexts(blocked!, [0.4, 1500])).toEqual(['0.40 ms', '1,500.00 ms'])
    expect(figureTexts(blocked!, [0.4, 0.025])).toEqual(['400 µs', '25 µs'])
    expect(figureTexts(blocked!, [0, 0])).toEqual(['0 ms', '0 ms'])
  })

  it('say when they did not meet the same faults', () => {
    const late = compared(new StreamBuilder().start().fault(1400, 3300, 'another name', CUT))
    const other = compared(new StreamBuilder().start().fault(1000, 3000, 'crash', CRASH))
    const one = compared(split())
    expect(sameFaults(one.fold, late.fold)).toBe(true)
    expect(faultsNote([one, late])).toBeNull()
    expect(sameFaults(one.fold, other.fold)).toBe(false)
    const larger = compared(
      new StreamBuilder([...NODES, 'n6'])
        .start()
        .fault(1400, 3300, 'cut', CUT)
        .fault(2000, 3000, 'n6', CRASH, { nodes: ['n6'] })
    )
    expect(sameFaults(one.fold, larger.fold)).toBe(true)
    expect(faultsNote([one, late, other])).toContain('not meet the same faults')
  })
})

describe('messages side by side', () => {
  const sent = (type: string) => ({ kind: 'sent', from: 'n1', to: 'n2', boot: 1, n: 1, type, bytes: 9 }) as const
  const runOf = (protocol: string, type: string): ComparedRun => {
    const run = split()
    run.at(100, sent(type))
    return { ...compared(run), protocol }
  }

  it('stand in one line where they play the same part', () => {
    const rows = partRows([runOf('raft', 'append-entries'), runOf('viewstamped-replication', 'prepare')])
    expect(rows.find(({ title }) => title === 'Hands out commands')!.cells).toEqual([
      { names: 'append-entries', sent: 1 },
      { names: 'prepare', sent: 1 }
    ])
    expect(rows.find(({ title }) => title === 'Has lost its memory')!.cells[0]).toEqual({ names: null, sent: null })
  })

  it('are told of protocols that have one shape alone, and of several', () => {
    expect(partRows([runOf('raft', 'heartbeat'), runOf('raft', 'heartbeat')])).toEqual([])
    expect(partRows([runOf('raft', 'heartbeat'), runOf('quorum', 'store')])).toEqual([])
  })

  it('are messages that the protocols have', () => {
    const runs = ['raft', 'multi-paxos', 'viewstamped-replication'].map((protocol) => runOf(protocol, 'none'))
    const rows = partRows(runs).slice(1)
    runs.forEach(({ protocol }, i) => {
      const known = [...messageLooks(findDefinition(protocol)!.description.messages).keys()]
      const named = rows.flatMap(({ cells }) => cells[i]!.names?.split(', ') ?? [])
      expect(known).toEqual(expect.arrayContaining(named))
    })
  })
})
