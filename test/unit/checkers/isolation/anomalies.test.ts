import { describe, expect, it } from 'vitest'
import type { Judgement } from '../../../../src-shared/consistency'
import { forbiddenBy } from '../../../../src-shared/isolation/anomalies'
import type { Anomaly } from '../../../../src-shared/isolation/anomalies'
import { ISOLATION_IMPLIED, ISOLATION_MODELS } from '../../../../src-shared/isolation/models'
import type { IsolationModel } from '../../../../src-shared/isolation/models'
import { judgeIsolation } from '../../../../src-main/checkers/isolation/judge'
import type { RecordedOperation } from '../../../../src-main/workload/history'
import { createRandom } from '../../../../src-shared/random'
import { historyOf } from './build'
import { generatedHistory } from './generated'

interface Known {
  readonly history: readonly string[]
  /** Of all that was found. */
  readonly shows: readonly Anomaly[]
  /** The strongest models that hold; the others are violated. */
  readonly holds: readonly IsolationModel[]
}

const NOTHING: readonly IsolationModel[] = []

/** Textbook histories, and what they come to: by Adya's thesis, Elle's paper and Hermitage, by behaviour. */
const KNOWN: Readonly<Record<string, Known>> = {
  'one after the other': {
    history: ['c1 0-1: append x 1', 'c2 2-3: r x [1]; append x 2', 'c1 4-5: r x [1 2]'],
    shows: [],
    holds: ['strict-serializable']
  },
  'a write cycle': {
    history: ['c1 0-9: append x 1; append y 1', 'c2 0-9: append x 2; append y 2', 'c3 20-21: r x [1 2]; r y [2 1]'],
    shows: ['G0'],
    holds: NOTHING
  },
  'an aborted read': {
    history: ['c1 0-fail: append x 1', 'c2 5-6: r x [1]'],
    shows: ['G1a'],
    holds: ['read-uncommitted']
  },
  'an aborted read of a register': {
    history: ['c1 0-fail: w x 1', 'c2 5-6: r x 1'],
    shows: ['G1a'],
    holds: ['read-uncommitted']
  },
  'an intermediate read': {
    history: ['c1 0-9: append x 1; append x 2', 'c2 5-6: r x [1]', 'c3 20-21: r x [1 2]'],
    shows: ['G1b', 'G-single'],
    holds: ['read-uncommitted']
  },
  'an intermediate read of a register': {
    history: ['c1 0-9: w x 1; w x 2', 'c2 5-6: r x 1'],
    shows: ['G1b'],
    holds: ['read-uncommitted']
  },
  'circular information flow': {
    history: ['c1 0-9: append x 1; r y [1]', 'c2 0-9: append y 1; r x [1]'],
    shows: ['G1c'],
    holds: ['read-uncommitted']
  },
  'a write on top of an aborted one': {
    history: ['c1 0-fail: append x 1', 'c2 5-6: append x 2', 'c3 8-9: r x [1 2]'],
    shows: ['G1a', 'dirty-update'],
    holds: ['read-uncommitted']
  },
  'lists in orders that exclude each other': {
    history: ['c1 0-9: append x 1', 'c2 0-9: append x 2', 'c3 10-11: r x [1 2]', 'c4 10-11: r x [2]'],
    shows: ['incompatible-order'],
    holds: ['read-uncommitted']
  },
  'an element twice': {
    history: ['c1 0-1: append x 1', 'c2 2-3: r x [1 1]'],
    shows: ['duplicate-elements'],
    holds: NOTHING
  },
  'a value from nowhere': {
    history: ['c1 0-1: w x 1', 'c2 2-3: r x 7'],
    shows: ['garbage-read'],
    holds: NOTHING
  },
  'an observed transaction that vanishes': {
    history: ['c1 0-9: w x 1; w y 1', 'c2 0-9: r x 1; r y nil'],
    shows: ['OTV', 'G-single'],
    holds: ['read-committed']
  },
  'read skew': {
    history: ['c1 0-9: w x 1; w y 1', 'c2 0-9: r x nil; r y 1'],
    shows: ['G-single'],
    holds: ['monotonic-atomic-view']
  },
  'a read that does not repeat': {
    history: ['c1 0-1: append x 1', 'c2 0-9: r x []; r x [1]'],
    shows: ['internal', 'G-single'],
    holds: ['monotonic-atomic-view']
  },
  'a lost update': {
    history: ['c1 0-9: r x nil; w x 1', 'c2 0-9: r x nil; w x 2'],
    shows: ['lost-update'],
    holds: ['monotonic-atomic-view']
  },
  'a lost update of a list': {
    history: ['c1 0-9: r x []; append x 1', 'c2 0-9: r x []; append x 2', 'c3 20-21: r x [1 2]'],
    shows: ['lost-update', 'G-single'],
    holds: ['monotonic-atomic-view']
  },
  'write skew': {
    history: ['c1 0-9: r x nil; r y nil; w x 1', 'c2 0-9: r x nil; r y nil; w y 1'],
    shows: ['write-skew'],
    holds: ['strong-snapshot-isolation']
  },
  'a long fork': {
    history: ['c1 0-9: w x 1', 'c2 0-9: w y 1', 'c3 0-9: r x 1; r y nil', 'c4 0-9: r x nil; r y 1'],
    shows: ['G-nonadjacent'],
    holds: ['monotonic-atomic-view']
  },
  'a phantom': {
    history: ['c1 0-9: scan p {}; w p1 1', 'c2 0-9: scan p {}; w p2 1'],
    shows: ['G2'],
    holds: ['repeatable-read', 'strong-snapshot-isolation']
  },
  'a skewed scan': {
    history: ['c1 0-9: w p1 1; w x 1', 'c2 0-9: scan p {}; r x 1'],
    shows: ['G-single-predicate'],
    holds: ['repeatable-read']
  },
  'a stale read': {
    history: ['c1 0-1: w x 1', 'c2 2-3: r x nil'],
    shows: ['G-single-realtime'],
    holds: ['strong-session-serializable']
  },
  'a stale read after a blind write': {
    history: ['c1 0-1: w x 1', 'c2 2-3: w x 2', 'c3 4-5: r x 1'],
    shows: ['G-single-realtime'],
    holds: ['strong-session-serializable']
  },
  'a stale read by somebody who writes over it': {
    history: ['c1 0-1: w x 1', 'c2 2-3: w x 2', 'c3 4-5: r x 1; w x 3'],
    shows: ['G-single-realtime'],
    holds: ['strong-session-serializable']
  },
  'an observed transaction that vanishes behind another’s write': {
    history: ['c1 0-9: w x 1; w y 1', 'c2 0-9: r x 1; r y 2', 'c3 0-9: w y 2; w z 2', 'c4 0-9: r z 2; r y 1'],
    shows: ['OTV'],
    holds: ['read-committed']
  },
  'a client that does not see its own write': {
    history: ['c1 0-1: append x 1', 'c1 2-3: r x []'],
    shows: ['G-single-process', 'G-single-realtime'],
    holds: ['serializable']
  },
  'a lost append': {
    history: ['c1 0-1: append x 1', 'c2 2-3: append x 2', 'c3 4-5: r x [2]'],
    shows: ['G0-realtime'],
    holds: ['strong-session-serializable']
  },
  'values that go back and forth': {
    history: ['c1 0-?: w x 1', 'c2 0-?: w x 2', 'c3 10-11: r x 1', 'c4 12-13: r x 2', 'c5 14-15: r x 1'],
    shows: ['G0-realtime'],
    holds: ['strong-session-serializable']
  },
  'a transaction of unknown outcome that somebody read': {
    history: ['c1 0-?: append x 1; append y 1', 'c2 5-6: r x [1]; r y []'],
    shows: ['OTV', 'G-single'],
    holds: ['read-committed']
  },
  'a write cycle by one of unknown outcome that somebody read': {
    history: ['c1 0-9: append x 1; append x 3', 'c2 0-?: append x 2', 'c3 20-21: r x [1 2 3]'],
    shows: ['G1c'],
    holds: ['read-uncommitted']
  },
  'a write cycle around one of unknown outcome': {
    history: ['c1 0-9: append x 1; append x 4', 'c2 0-?: append x 2', 'c3 0-9: append x 3', 'c4 20-21: r x [1 2 3 4]'],
    shows: ['G0'],
    holds: NOTHING
  },
  'a read of what is only written afterwards': {
    history: ['c1 0-9: r x 1; w x 1'],
    shows: ['internal'],
    holds: ['monotonic-atomic-view']
  },
  'one that nobody read': {
    history: ['c1 0-?: append x 1', 'c2 5-6: r x []', 'c3 7-8: append x 2', 'c2 9-10: r x [2]'],
    shows: [],
    holds: ['strict-serializable']
  },
  'the same element twice, appended by two': {
    history: ['c1 0-1: append x 1; append y 1', 'c2 2-3: r x [1]; r y [1]', 'c3 4-5: append y 1', 'c4 6-7: r y [1 1]'],
    shows: [],
    holds: ['strict-serializable']
  },
  transfers: {
    history: ['c1 0-1: add a -5 = -5; add b 5 = 5', 'c2 2-3: add b -5 = 0; add a 5 = 0', 'c3 4-5: scan a {a 0}; scan b {b 0}'],
    shows: [],
    holds: ['strict-serializable']
  },
  'a scan whose keys change': {
    history: ['c1 0-1: w p1 1; w p2 2', 'c2 2-9: scan p {p1 1, p2 2}; scan p {p1 1, p2 2, p3 3}', 'c3 3-5: w p3 3'],
    shows: ['internal', 'G-single-predicate'],
    holds: ['monotonic-atomic-view']
  },
  'a reader that makes snapshots unserializable': {
    history: ['c1 0-9: r y nil; w y 20', 'c2 0-40: r x nil; r y nil; w x -11', 'c3 20-30: r x nil; r y 20'],
    shows: ['G2-item', 'G2-realtime'],
    holds: ['strong-snapshot-isolation']
  },
  'an append that slips in between a read and the append that follows it': {
    history: [
      'c1 0-1: append x 2; append x 1',
      'c2 2-9: r x [2 1]; append y 5; append x 4',
      'c3 2-9: append x 5',
      'c4 10-11: r x [2 1 5 4]'
    ],
    shows: ['G-single'],
    holds: ['monotonic-atomic-view']
  },
  'a transaction that does not see its own append': {
    history: ['c1 0-1: append x 6; r x []'],
    shows: ['internal'],
    holds: ['monotonic-atomic-view']
  },
  'three that overlook each other in a ring': {
    history: ['c1 0-9: r x []; append y 1', 'c2 0-9: r y []; append z 1', 'c3 0-9: r z []; append x 1'],
    shows: ['write-skew'],
    holds: ['strong-snapshot-isolation']
  },
  'a value that comes back after it was written over': {
    history: ['c1 0-1: w x 1', 'c2 0-9: r x 1; w x 2', 'c3 0-9: r x 2; r x 1'],
    shows: ['OTV', 'internal', 'G-single'],
    holds: ['read-committed']
  },
  'two writes in no possible order': {
    history: [
      'c1 0-9: w x 1',
      'c2 0-9: w x 2',
      'c3 0-9: r x 1; r a nil',
      'c4 0-9: w a 1; r x 2',
      'c5 0-9: r x 2; r b nil',
      'c6 0-9: w b 1; r x 1'
    ],
    shows: [],
    holds: ['strong-snapshot-isolation']
  },
  'the same sum twice': {
    history: ['c1 0-1: add a 5 = 5', 'c2 2-3: add a -5 = 0', 'c1 4-5: add a 5 = 5', 'c2 6-7: r a 5', 'c3 8-9: add a 1 = 6'],
    shows: [],
    holds: ['strict-serializable']
  },
  'a transfer that is overlooked': {
    history: ['c1 0-9: add a 5 = 5', 'c2 0-9: add a 7 = 7'],
    shows: ['lost-update'],
    holds: ['monotonic-atomic-view']
  }
}

function judge(operations: readonly RecordedOperation[]): Map<IsolationModel, Judgement> {
  return new Map(ISOLATION_MODELS.map((model) => [model, judgeIsolation(operations, model)]))
}

function withWeaker(models: readonly IsolationModel[]): Set<IsolationModel> {
  const all = new Set(models)
  for (const model of all) for (const weaker of ISOLATION_IMPLIED[model]) all.add(weaker)
  return all
}

function verdictsOf(judgements: ReadonlyMap<IsolationModel, Judgement>) {
  return [...judgements].map(([model, { verdict }]) => [model, verdict])
}

describe('known histories', () => {
  it.each(Object.entries(KNOWN))('%s', (_, { history, shows, holds }) => {
    const judgements = judge(historyOf(...history))
    const held = withWeaker(holds)
    expect(verdictsOf(judgements)).toEqual(ISOLATION_MODELS.map((model) => [model, held.has(model) ? 'holds' : 'violated']))
    expect(shownBy(judgements)).toEqual(shows)
  })

  it.each(Object.entries(KNOWN))('%s, in the middle of a healthy history', (_, { history, shows }) => {
    const shape = { of: 'registers' as const, transactions: 30, clients: 4, keys: 3, steps: 3, lost: 0.05, aborted: 0.1 }
    const healthy = generatedHistory('serial', shape, createRandom(15, 'healthy'))
    const alone = historyOf(...history).map((one) => ({ ...one, client: `other-${one.client}` }))
    const both = [...healthy, ...alone].sort((a, b) => a.invoked_us - b.invoked_us)
    expect(verdictsOf(judge(both))).toEqual(verdictsOf(judge(alone)))
    expect(shownBy(judge(both))).toEqual(shows)
  })
})

function shownBy(judgements: ReadonlyMap<IsolationModel, Judgement>): Anomaly[] {
  const found = judgements.get('strict-serializable')!.anomalies!.map(({ anomaly }) => anomaly)
  return found.filter((anomaly) => anomaly !== 'no-order')
}

describe('what models forbid', () => {
  it('is forbidden by every stronger model', () => {
    for (const model of ISOLATION_MODELS)
      for (const weaker of ISOLATION_IMPLIED[model])
        for (const anomaly of forbiddenBy(weaker)) expect(forbiddenBy(model), `${model}: ${anomaly}`).toContain(anomaly)
  })
})
