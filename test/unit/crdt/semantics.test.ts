/** What each type makes of concurrency: told by example. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Crdt } from '../../../src-node/crdt/crdt'
import { gCounter } from '../../../src-node/crdt/g-counter'
import { lwwRegister } from '../../../src-node/crdt/lww-register'
import { mvRegister } from '../../../src-node/crdt/mv-register'
import { orMap } from '../../../src-node/crdt/or-map'
import { orSet, orSetType } from '../../../src-node/crdt/or-set'
import { pnCounter } from '../../../src-node/crdt/pn-counter'
import { resettableCounterType } from '../../../src-node/crdt/resettable-counter'
import { rga } from '../../../src-node/crdt/rga'
import { twoPhaseSet } from '../../../src-node/crdt/two-phase-set'
import { play, steps } from './replicas'
import { erased, CRDT_CASES } from './crdt-cases'
import { taggedSet } from './tagged-set'

/** The state after one more operation. */
function after<State, Op, Value>(crdt: Crdt<State, Op, Value>, state: State, replica: string, ...ops: readonly Op[]): State {
  return ops.reduce((state, op) => crdt.join(state, crdt.mutate(state, replica, op)), state)
}

describe('counters', () => {
  it('count what two replicas add at once', () => {
    const one = after(pnCounter, pnCounter.empty, 'A', { f: 'add', by: 1 })
    const [a, b] = [after(pnCounter, one, 'A', { f: 'add', by: 1 }), after(pnCounter, one, 'B', { f: 'add', by: -5 })]
    expect(pnCounter.value(pnCounter.join(a, b))).toBe(-3)
  })

  it('refuse what they cannot count', () => {
    expect(() => gCounter.mutate([], 'A', { f: 'increment', by: -1 })).toThrow(RangeError)
    expect(() => gCounter.mutate([], 'A', { f: 'increment', by: 0.5 })).toThrow(RangeError)
    expect(() => gCounter.mutate([['A', Number.MAX_SAFE_INTEGER]], 'A', { f: 'increment' })).toThrow(RangeError)
    expect(() => pnCounter.mutate(pnCounter.empty, 'A', { f: 'add', by: NaN })).toThrow(RangeError)
  })
})

describe('lww-register', () => {
  const write = (value: string | null, timestamp: number) => ({ f: 'write', value, timestamp }) as const

  it('drops the newer write of a slow clock', () => {
    const fast = after(lwwRegister, null, 'A', write('older', 100))
    expect(lwwRegister.value(after(lwwRegister, fast, 'B', write('newer', 90)))).toBe('older')
  })

  it('never drops the later of two writes by one replica, even when its clock stood still or went back', () => {
    expect(lwwRegister.value(after(lwwRegister, null, 'A', write('x', 100), write('b', 100), write('a', 50)))).toBe('a')
  })

  it('keeps a delete as a tombstone that beats older writes and yields to newer ones', () => {
    const deleted = after(lwwRegister, null, 'A', write('x', 10), write(null, 20))
    expect(lwwRegister.value(lwwRegister.join(deleted, [15, 'B', 'y']))).toBe(null)
    expect(lwwRegister.value(lwwRegister.join(deleted, [25, 'B', 'y']))).toBe('y')
  })
})

describe('mv-register', () => {
  it('keeps concurrent writes as siblings until one write has seen them all', () => {
    const [a, b] = ['A', 'B'].map((replica) => after(mvRegister, mvRegister.empty, replica, { f: 'write', value: replica }))
    const both = mvRegister.join(a!, b!)
    expect(mvRegister.value(both)).toEqual(['A', 'B'])
    expect(mvRegister.value(after(mvRegister, both, 'C', { f: 'write', value: 'merged' }))).toEqual(['merged'])
  })

  it('keeps at most one sibling of each replica when all have heard of everything', () => {
    const { crdt, raw, op } = CRDT_CASES.find((specimen) => specimen.crdt.name === 'mv-register')!
    fc.assert(
      fc.property(steps({ raw }), (script) => {
        const merged = play({ crdt, op }, script).states.reduce(crdt.join) as typeof mvRegister.empty
        const writers = merged.store.map(([replica]) => replica)
        expect(new Set(writers).size).toBe(writers.length)
      })
    )
  })

  it('keeps a write that is concurrent with a clear', () => {
    const seen = after(mvRegister, mvRegister.empty, 'A', { f: 'write', value: 'old' })
    const cleared = after(mvRegister, seen, 'A', { f: 'clear' })
    expect(mvRegister.value(mvRegister.join(cleared, after(mvRegister, seen, 'B', { f: 'write', value: 'new' })))).toEqual([
      'new'
    ])
  })
})

describe('sets', () => {
  const add = (element: string) => ({ f: 'add', element }) as const
  const remove = (element: string) => ({ f: 'remove', element }) as const

  it('2p-set: what was removed never comes back', () => {
    const gone = after(twoPhaseSet, twoPhaseSet.empty, 'A', add('x'), remove('x'), add('x'))
    expect(twoPhaseSet.value(gone)).toEqual([])
  })

  it('or-set: an add wins over a concurrent remove, and a remove of what was seen is final', () => {
    const seen = after(orSet, orSet.empty, 'A', add('x'))
    const removed = after(orSet, seen, 'B', remove('x'))
    expect(orSet.value(orSet.join(removed, after(orSet, seen, 'A', add('x'))))).toEqual(['x'])
    expect(orSet.value(orSet.join(removed, seen))).toEqual([])
  })

  it('or-set: holds exactly the elements with an add that no remove has seen', () => {
    const { raw, op } = CRDT_CASES.find(({ crdt }) => crdt.name === 'or-set')!
    const ours = { crdt: erased(orSet), raw, op }
    const twin = { crdt: erased(taggedSet), raw, op }
    // Whole states only: in between, a remove without the add that it saw shows what both of them would hide.
    fc.assert(
      fc.property(steps(ours), (script) => {
        const merges = script.map((step) =>
          step.do === 'deliver' ? { ...step, do: 'merge' as const, from: step.delta % 3 } : step
        )
        const show = (specimen: typeof ours) => play(specimen, merges).states.map(specimen.crdt.value)
        expect(show(ours)).toEqual(show(twin))
      }),
      { numRuns: 300 }
    )
  })

  it('or-set: remembers nothing of removed elements but that their dots were seen', () => {
    const emptied = after(orSet, orSet.empty, 'A', add('a'), add('b'), remove('a'), remove('b'))
    expect(emptied).toEqual({ store: [], context: [['A', [1, 2]]] })
  })

  it('or-set: keeps one dot for an element that is added again and again', () => {
    expect(after(orSet, orSet.empty, 'A', add('a'), add('a'), add('a')).store).toEqual([['a', [['A', [3, 3]]]]])
  })
})

describe('or-map', () => {
  const counters = orMap(resettableCounterType)
  const add = (key: string, by = 1) => ({ f: 'update', key, op: { f: 'add', by } }) as const
  const remove = (key: string) => ({ f: 'remove', key }) as const

  it('counts under one key what two replicas add at once', () => {
    const [a, b] = ['A', 'B'].map((replica) => after(counters, counters.empty, replica, add('k')))
    expect(counters.value(counters.join(a!, b!))).toEqual([['k', 2]])
  })

  it('removes what was seen under the key and keeps a concurrent update with nothing but itself', () => {
    const seen = after(counters, counters.empty, 'A', add('k', 5))
    const removed = after(counters, seen, 'A', remove('k'))
    expect(counters.value(counters.join(removed, after(counters, seen, 'B', add('k', 2))))).toEqual([['k', 2]])
    expect(counters.value(counters.join(removed, seen))).toEqual([])
  })

  it('starts again from nothing under a key that was removed', () => {
    const again = after(counters, counters.empty, 'A', add('k', 5), remove('k'), add('k', 1))
    expect(counters.value(counters.join(again, after(counters, counters.empty, 'B', add('k', 3))))).toEqual([['k', 4]])
  })

  it('nests: a set under a key loses only what was seen', () => {
    const sets = orMap(orSetType)
    const put = (element: string) => ({ f: 'update', key: 'k', op: { f: 'add', element } }) as const
    const seen = after(sets, sets.empty, 'A', put('old'))
    const both = sets.join(after(sets, seen, 'A', { f: 'remove', key: 'k' }), after(sets, seen, 'B', put('new')))
    expect(sets.value(both)).toEqual([['k', ['new']]])
  })
})

describe('rga', () => {
  const insert = (index: number, text: string) => ({ f: 'insert', index, values: [...text] }) as const
  const text = (state: typeof rga.empty) => rga.value(state).join('')

  it('keeps runs typed at the same place whole, the newer first', () => {
    const base = after(rga, rga.empty, 'A', insert(0, 'ab'))
    const [a, b] = [after(rga, base, 'A', insert(1, 'XYZ')), after(rga, base, 'B', insert(1, '123'))]
    expect(text(rga.join(a, b))).toBe('a123XYZb')
  })

  it('keeps an element in its place when the one before it is removed meanwhile', () => {
    const base = after(rga, rga.empty, 'A', insert(0, 'abc'))
    const [a, b] = [after(rga, base, 'A', { f: 'remove', index: 0, count: 2 }), after(rga, base, 'B', insert(2, '!'))]
    expect(text(rga.join(a, b))).toBe('!c')
  })

  it('shows an element only once it has what the element hangs on', () => {
    const first = rga.mutate(rga.empty, 'A', insert(0, 'a'))
    const second = rga.mutate(first, 'A', insert(1, 'b'))
    expect(text(second)).toBe('')
    expect(text(rga.join(second, first))).toBe('ab')
  })

  it('forgets the value of a removed element', () => {
    expect(after(rga, rga.empty, 'A', insert(0, 'a'), { f: 'remove', index: 0 })).toEqual([['A', 1, null, null]])
  })

  it('refuses places that are not there', () => {
    expect(() => rga.mutate(rga.empty, 'A', insert(1, 'a'))).toThrow(RangeError)
    expect(() => rga.mutate(rga.empty, 'A', insert(-1, 'a'))).toThrow(RangeError)
    expect(() => rga.mutate(rga.empty, 'A', { f: 'remove', index: 0 })).toThrow(RangeError)
    expect(() => rga.mutate(after(rga, rga.empty, 'A', insert(0, 'ab')), 'A', { f: 'remove', index: -1 })).toThrow(RangeError)
  })
})
