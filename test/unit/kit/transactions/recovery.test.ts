import { describe, expect, it } from 'vitest'
import { execute } from '../../../../src-node/protocols/kit/transactions/execute'
import { prepare, settle } from '../../../../src-node/protocols/kit/transactions/settle'
import { restoreStore, savedStore } from '../../../../src-node/protocols/kit/transactions/saved'
import { ELEMENTS_MAX } from '../../../../src-node/protocols/kit/transactions/perform'
import { newStore } from '../../../../src-node/protocols/kit/transactions/store'
import type { ShardStep } from '../../../../src-node/protocols/kit/transactions/steps'
import type { Isolation } from '../../../../src-shared/protocols/transactions/execution/choices'

const rules = (isolation: Isolation) => ({ isolation, deadlocks: 'timeout' as const, transactions_max: 2, versions_kept: 2 })
const at = (physical_us: number) => ({ physical_us, counter: 0 })

function request(transaction: string, number: number, step: ShardStep, incarnation: number | null = null) {
  const time = at(Number(transaction.slice(1)))
  return { transaction, age: time, snapshot: time, number, step, incarnation }
}

const write = { do: 'write', key: 'x', value: '1' } as const
const read = { do: 'read', key: 'x' } as const

/** A store on which t1 has read y and prepared x = 1, as it is after a crash. */
function recovered(isolation: Isolation) {
  const before = newStore(rules(isolation), 1)
  execute(before, request('t1', 0, { do: 'read', key: 'y' }), {})
  execute(before, request('t1', 1, write, 1), {})
  execute(before, request('t2', 0, { do: 'write', key: 'z', value: '2' }), {})
  prepare(before, { transaction: 't1', incarnation: 1, stamp: at(10) }, {})
  const after = newStore(rules(isolation), 2)
  restoreStore(after, structuredClone(savedStore(before)))
  return after
}

describe('a shard that restarts', () => {
  it('holds the locks of what it had prepared, until it is settled', () => {
    const store = recovered('serializable')
    expect(execute(store, request('t3', 0, read), {})).toMatchObject({
      outcome: 'waits',
      blockers: [{ transaction: 't1', on: 'x' }]
    })
    expect(settle(store, 't1', true, {})).toEqual([{ transaction: 't3', number: 0, execution: { outcome: 'done', answer: '1' } }])
  })

  it('holds what was only read, too', () => {
    const store = recovered('serializable')
    expect(execute(store, request('t3', 0, { ...write, key: 'y' }), {})).toMatchObject({ outcome: 'waits' })
  })

  it('lets a later snapshot wait for what is prepared, and an earlier one read what was there before', () => {
    const store = recovered('snapshot')
    expect(execute(store, request('t11', 0, read), {})).toMatchObject({ outcome: 'waits' })
    expect(execute(store, request('t9', 0, read), {})).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('too many') as string
    })
    settle(store, 't11', false, {})
    expect(execute(store, request('t9', 0, read), {})).toEqual({ outcome: 'done', answer: null })
  })

  it('has forgotten what was not prepared, and says so', () => {
    const store = recovered('serializable')
    const refusal = expect.stringContaining('restarted') as string
    expect(execute(store, request('t2', 1, read, 1), {})).toMatchObject({ outcome: 'refused', reason: refusal })
    expect(prepare(store, { transaction: 't2', incarnation: 1, stamp: at(20) }, {})).toEqual({ vote: 'no', reason: refusal })
  })

  it('is not taken in by a late copy of the first step', () => {
    const store = recovered('serializable')
    execute(store, request('t2', 0, { do: 'write', key: 'z', value: '2' }), {})
    expect(prepare(store, { transaction: 't2', incarnation: 1, stamp: at(20) }, {})).toMatchObject({ vote: 'no' })
  })
})

describe('a shard', () => {
  it('does a step once, however often it is asked for', () => {
    const store = newStore(rules('serializable'), 1)
    const add = { do: 'add', key: 'n', by: 2 } as const
    expect(execute(store, request('t1', 0, add), {})).toEqual({ outcome: 'done', answer: '2' })
    expect(execute(store, request('t1', 0, add), {})).toEqual({ outcome: 'done', answer: '2' })
    expect(execute(store, request('t1', 1, add, 1), {})).toEqual({ outcome: 'done', answer: '4' })
    expect(execute(store, request('t1', 0, add), {})).toEqual({ outcome: 'stale' })
  })

  it('goes on refusing a transaction of which it has refused a step', () => {
    const store = newStore({ ...rules('serializable'), deadlocks: 'wait-die' }, 1)
    execute(store, request('t1', 0, write), {})
    execute(store, request('t2', 0, { do: 'write', key: 'y', value: '2' }), {})
    const refused = execute(store, request('t2', 1, write, 1), {})
    expect(refused).toMatchObject({ outcome: 'refused', is_victim: true })
    expect(execute(store, request('t2', 1, write, 1), {})).toEqual(refused)
    expect(prepare(store, { transaction: 't2', incarnation: 1, stamp: at(20) }, {})).toMatchObject({ vote: 'no' })
  })

  it('refuses a snapshot that is older than the versions that it keeps', () => {
    const store = newStore(rules('snapshot'), 1)
    for (const [i, stamp] of [20, 30, 40].entries()) {
      execute(store, request(`t${stamp - 1}`, 0, { ...write, value: String(i) }), {})
      prepare(store, { transaction: `t${stamp - 1}`, incarnation: 1, stamp: at(stamp) }, {})
      settle(store, `t${stamp - 1}`, true, {})
    }
    expect(execute(store, request('t35', 0, read), {})).toEqual({ outcome: 'done', answer: '1' })
    expect(execute(store, request('t25', 0, read), {})).toMatchObject({ outcome: 'refused' })
  })

  it('does not commit below a snapshot that has been read', () => {
    const store = newStore(rules('snapshot'), 1)
    execute(store, request('t1', 0, write), {})
    execute(store, request('t5', 0, { do: 'scan', prefix: '' }), {})
    expect(prepare(store, { transaction: 't1', incarnation: 1, stamp: at(4) }, {})).toMatchObject({ vote: 'no' })
    expect(prepare(store, { transaction: 't1', incarnation: 1, stamp: at(6) }, {})).toMatchObject({ vote: 'yes' })
  })

  it('refuses to let a list grow without end', () => {
    const store = newStore(rules('serializable'), 1)
    const append = { do: 'append', key: 'x', value: 'a' } as const
    execute(store, request('t1', 0, append), {})
    const results = Array.from({ length: ELEMENTS_MAX }, (_, i) => execute(store, request('t1', i + 1, append, 1), {}).outcome)
    expect(results.slice(-2)).toEqual(['done', 'refused'])
  })
})
