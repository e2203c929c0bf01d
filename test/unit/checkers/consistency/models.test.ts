import { describe, expect, it } from 'vitest'
import type { WeakModel } from '../../../../src-main/checkers/consistency'
import { judgeConsistency } from '../../../../src-main/checkers/consistency'
import type { RecordedOperation } from '../../../../src-main/workload/history'
import { DEFINED } from '../defined-models'
import { append, cas, get, put, remove, sessions, unknown } from './build'

/** The models that a history breaks. */
function broken(history: readonly RecordedOperation[]): string[] {
  return DEFINED.filter((model) => {
    const { verdict, text } = judgeConsistency(history, model)
    expect(verdict, text).not.toBe('undecided')
    return verdict === 'violated'
  })
}

const STORE_BUFFER = sessions([put('x', '1'), get('y', null)], [put('y', '2'), get('x', null)])

describe('what tells the models apart', () => {
  it.each<[string, readonly RecordedOperation[], readonly WeakModel[]]>([
    [
      'a read behind time is sequential',
      sessions([put('x', '1'), put('x', '2')], [get('x', null), get('x', null), get('x', '1')]),
      []
    ],
    ['two sessions that each miss the other one are causal, not sequential', STORE_BUFFER, ['sequential']],
    [
      'sessions that disagree on the order of concurrent writes do not converge, and are causal memory',
      sessions([put('x', '1'), get('x', '1'), get('x', '2')], [put('x', '2'), get('x', '2'), get('x', '1')]),
      ['sequential', 'causal-convergence']
    ],
    [
      // A session returns to a value: each read alone has an explanation, all together have none.
      'a session that goes to and fro is causal, not causal memory',
      sessions([put('x', '1')], [put('x', '2'), get('x', '1'), get('x', '2')]),
      ['sequential', 'causal-memory', 'causal-convergence', 'pram']
    ],
    [
      'a write seen without its cause is PRAM, not causal',
      sessions([put('x', '1')], [get('x', null), get('x', '1'), put('y', '2')], [get('x', null), get('y', '2'), get('x', null)]),
      ['sequential', 'causal-memory', 'causal-convergence', 'causal', 'writes-follow-reads']
    ],
    [
      'writes of one session seen out of order',
      sessions([put('x', '1'), put('y', '2')], [get('y', '2'), get('x', null)]),
      ['sequential', 'causal-memory', 'causal-convergence', 'causal', 'pram', 'monotonic-writes']
    ],
    [
      'an own write that is not seen',
      sessions([put('x', '1'), get('x', null)]),
      ['sequential', 'causal-memory', 'causal-convergence', 'causal', 'pram', 'read-your-writes']
    ],
    [
      'a value that comes and goes',
      sessions([put('x', '1')], [get('x', '1'), get('x', null)]),
      [
        'sequential',
        'causal-memory',
        'causal-convergence',
        'causal',
        'pram',
        'monotonic-reads',
        'monotonic-writes',
        'writes-follow-reads'
      ]
    ],
    ['a value that nobody wrote', sessions([get('x', '1')]), DEFINED],
    [
      'two compare-and-sets that replace the same value',
      sessions([put('x', '1'), cas('x', '1', '2')], [get('x', '1'), cas('x', '1', '3')]),
      ['sequential']
    ]
  ])('%s', (_, history, models) => {
    expect(broken(history)).toEqual(models)
  })
})

describe('judgeConsistency', () => {
  it('takes a write of unknown outcome as made once it was seen, at any later time, and otherwise not', () => {
    const late = sessions([unknown(put('x', '1')), get('x', null), get('x', null), get('x', '1')])
    expect(broken(late)).toEqual([])
    expect(broken(sessions([put('x', '0'), unknown(put('x', '1'))], [get('x', '1'), get('x', null)]))).toContain('causal')
  })

  it('takes an append as reading what stood there', () => {
    expect(broken(sessions([append('x', 'a.'), append('x', 'b.'), get('x', 'a.b.')]))).toEqual([])
    expect(
      broken(sessions([append('x', 'a.')], [get('x', 'a.'), append('x', 'b.')], [get('x', 'a.b.'), get('x', 'a.')]))
    ).toContain('causal')
  })

  it('sees an append that was applied twice', () => {
    const twice = sessions([append('x', 'a.'), append('x', 'b.'), get('x', 'a.b.a.')])
    expect(judgeConsistency(twice, 'sequential')).toMatchObject({
      verdict: 'violated',
      text: expect.stringMatching(/c0 #1 can have left different values/)
    })
    expect(judgeConsistency(twice, 'causal')).toMatchObject({ verdict: 'undecided' })
  })

  it('holds a compare-and-set that did not swap to its answer in one order', () => {
    expect(broken(sessions([put('x', '1'), cas('x', '1', '2', false)]))).toEqual(['sequential'])
  })

  it('is undecided, and says why, only where a value was written too often for all choices to be tried', () => {
    const twice = sessions(
      [put('x', '1'), remove('x'), put('y', '2')],
      [get('y', '2'), get('x', '1'), get('x', null), get('y', null)]
    )
    expect(judgeConsistency(twice, 'causal').verdict).toBe('violated')
    const doubtful = sessions(
      [put('x', '1'), put('x', '2')],
      [put('x', '1')],
      [get('x', '1'), get('x', '2'), get('x', '1'), get('x', '2')]
    )
    const text = expect.stringMatching(/^Whichever of the writes that left the same value each of these saw/)
    expect(judgeConsistency(doubtful, 'monotonic-reads')).toMatchObject({ verdict: 'violated', text })
    expect(judgeConsistency(doubtful, 'sequential').verdict).toBe('violated')
    const again = Array.from({ length: 20 }, () => [get('x', '1'), get('x', '3')]).flat()
    const many = sessions(...Array.from({ length: 15 }, () => [put('x', '1'), put('x', '3')]), again)
    expect(judgeConsistency(many, 'monotonic-reads')).toMatchObject({
      verdict: 'undecided',
      text: expect.stringMatching(/40 reads saw values that were written more than once, for example c15 #1 get x → "1"/)
    })
  })

  it('tries each source of a value that was written twice', () => {
    const twice = sessions([put('x', '1'), put('x', '2')], [put('x', '1')], [get('x', '1'), get('x', '2'), get('x', '1')])
    expect(broken(twice)).toEqual([])
  })

  it('begins with the value that it is told', () => {
    const zero = { initial: '0' }
    const verdicts = (history: readonly RecordedOperation[], watch: object) =>
      DEFINED.map((model) => judgeConsistency(history, model, undefined, watch).verdict)
    const history = sessions([cas('x', '0', '1'), append('x', 'a')], [get('x', '0'), get('x', '1'), get('x', '1a')])
    expect(new Set(verdicts(history, zero))).toEqual(new Set(['holds']))
    expect(new Set(verdicts(history, {}))).toEqual(new Set(['violated']))
    expect(new Set(verdicts(sessions([get('x', null)]), zero))).toEqual(new Set(['violated']))
    expect(new Set(verdicts(sessions([remove('x')], [get('x', null), get('x', null)]), zero))).toEqual(new Set(['holds']))
  })

  it('holds for a linearizable history, whatever can be told of its values', () => {
    const twice = sessions([put('x', '1'), put('x', '2'), put('x', '1'), get('x', '1')], [append('y', ''), append('y', '')])
    expect(broken(twice)).toEqual([])
  })

  it.each([
    ['a queue', { f: 'enqueue', key: 'x', value: '1' }, 'does not apply to a queue (c0 #1 is enqueue)'],
    ['a set', { f: 'remove', key: 'x', value: '1' }, 'does not apply to a set (c0 #1 is remove)'],
    ['a register that also counts', { f: 'increment', key: 'x', by: 1 }, 'not to both at once (c0 #1 is increment)']
  ] as const)('does not apply to %s, and never says that a model holds', (_, operation, reason) => {
    const other: RecordedOperation = { ...put('x', '1')('c0', 1, 0), operation }
    const history = operation.f === 'increment' ? [other, put('x', '2')('c1', 1, 20)] : [other]
    for (const model of [...DEFINED, 'eventual'] as const) {
      expect(judgeConsistency(history, model)).toMatchObject({ verdict: 'undecided', text: expect.stringContaining(reason) })
    }
  })

  it('leaves overlapping operations of one client without order', () => {
    const [write, read] = sessions([put('x', '1'), get('x', null)])
    const overlapping = [{ ...write!, completed_us: 100 }, read!]
    expect(broken(overlapping)).toEqual([])
  })

  it('shows the few operations that break the model, and the first that nothing explains', () => {
    const noise = Array.from({ length: 200 }, (_, i) => put('z', `z${i}`))
    const history = sessions(
      [put('x', '1'), put('y', '2'), ...noise],
      [...noise.map(() => get('z', null)), get('y', '2'), get('x', null)]
    )
    const { counterexample } = judgeConsistency(history, 'causal')
    expect(counterexample!.operations).toEqual([
      { client: 'c0', op: 1 },
      { client: 'c0', op: 2 },
      { client: 'c1', op: 201 },
      { client: 'c1', op: 202 }
    ])
    expect(counterexample!.first_unexplained).toEqual({ client: 'c1', op: 202 })
    expect(counterexample!.lines.at(-1)).toMatch(/^> c1 #202 get x → nothing {2}\(0\.002011 s – 0\.002016 s\)$/)
  })

  it('gives the order that explains a history, within time where one does', () => {
    const in_time = judgeConsistency(sessions([put('x', '1'), get('x', '1')]), 'sequential')
    expect(in_time.points).toEqual([
      { client: 'c0', op: 1, at_us: 0 },
      { client: 'c0', op: 2, at_us: 10 }
    ])
    const late = judgeConsistency(
      sessions([put('x', '1'), put('x', '2')], [get('x', null), get('x', null), get('x', '1')]),
      'sequential'
    )
    expect(late.points.map(({ client, op }) => `${client}#${op}`)).toEqual(['c1#1', 'c1#2', 'c0#1', 'c1#3', 'c0#2'])
  })

  it('is undecided when its bounds are hit, and says which', () => {
    let now = 0
    const hasty = { now_ms: () => (now += 1e6) }
    const long = sessions(...Array.from({ length: 10 }, (_, c) => Array.from({ length: 700 }, (_, i) => put('x', `${c}-${i}`))))
    expect(judgeConsistency(long, 'causal', { configurations: 1, time_ms: 1 }, hasty)).toMatchObject({
      verdict: 'undecided',
      text: 'Not decided: time is up.'
    })
  })
})
