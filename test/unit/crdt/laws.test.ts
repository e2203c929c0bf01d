import fc from 'fast-check'
import { pack, unpack } from 'msgpackr'
import { describe, expect, it } from 'vitest'
import { leq } from '../../../src-node/crdt/crdt'
import { deepFreeze, play, steps } from './replicas'
import { CRDT_CASES } from './crdt-cases'

describe.each(CRDT_CASES.map((specimen) => ({ name: specimen.crdt.name, specimen })))('$name', ({ specimen }) => {
  const { crdt } = specimen
  const script = steps(specimen)
  const join = (...states: readonly unknown[]) => states.reduce((a, b) => crdt.join(a, b), crdt.empty)

  it('joins commutatively, associatively and idempotently, states and deltas alike', () => {
    const picks = fc.tuple(fc.nat(), fc.nat(), fc.nat())
    fc.assert(
      fc.property(script, picks, (script, picks) => {
        const { states, deltas } = play(specimen, script)
        const all = [crdt.empty, ...states, ...deltas]
        const [a, b, c] = picks.map((pick) => all[pick % all.length])
        expect(crdt.join(a, b)).toEqual(crdt.join(b, a))
        expect(crdt.join(a, crdt.join(b, c))).toEqual(crdt.join(crdt.join(a, b), c))
        expect(crdt.join(a, a)).toEqual(a)
        expect(crdt.join(a, crdt.empty)).toEqual(a)
      }),
      { numRuns: 200 }
    )
  })

  it('joins to the least upper bound', () => {
    fc.assert(
      fc.property(script, (script) => {
        const [a, b, c] = play(specimen, script).states
        const both = crdt.join(a, b)
        expect(leq(crdt, a, both) && leq(crdt, b, both)).toBe(true)
        if (leq(crdt, a, c) && leq(crdt, b, c)) expect(leq(crdt, both, c)).toBe(true)
        if (leq(crdt, a, b) && leq(crdt, b, a)) expect(a).toEqual(b)
      })
    )
  })

  it('ends where merging whole states does when deltas come in any order, twice, or grouped', () => {
    const chaos = script.chain((script) => {
      const order = fc.array(fc.nat(script.length), { minLength: script.length, maxLength: 2 * script.length, size: 'max' })
      return fc.tuple(fc.constant(script), order)
    })
    fc.assert(
      fc.property(chaos, ([script, order]) => {
        const { states, deltas } = play(specimen, script)
        const merged = join(...states)
        const shuffled = order.map((pick) => deltas[pick % Math.max(1, deltas.length)] ?? crdt.empty)
        const received = join(...shuffled)
        expect(leq(crdt, received, merged)).toBe(true)
        // What was lost on the way comes with anti-entropy.
        expect(join(received, join(...[...deltas].reverse()))).toEqual(merged)
        for (const state of states) expect(join(received, state, merged)).toEqual(merged)
      })
    )
  })

  it('shows every replica the same, byte for byte, once all have heard of everything', () => {
    fc.assert(
      fc.property(script, (script) => {
        const [a, b, c] = play(specimen, script).states
        const rounds = [join(a, b, c), join(c, a, b), join(c, join(b, a))]
        for (const state of rounds) expect(pack(state)).toEqual(pack(rounds[0]))
        expect(crdt.value(rounds[1])).toEqual(crdt.value(rounds[0]))
      })
    )
  })

  it('does what its sequential specification says when nothing is concurrent, whoever does it', () => {
    const turns = fc.array(fc.tuple(fc.constantFrom('A', 'B'), specimen.raw), { maxLength: 30, size: 'max' })
    fc.assert(
      fc.property(turns, (turns) => {
        let state = crdt.empty
        let expected = crdt.value(state)
        const past: unknown[] = []
        turns.forEach(([replica, raw], turn) => {
          const op = specimen.op(raw, crdt.value(state), turn)
          state = crdt.join(state, crdt.mutate(state, replica, op))
          expected = specimen.sequential(expected, op, past)
          past.push(op)
          expect(crdt.value(state)).toEqual(expected)
        })
      })
    )
  })

  it('keeps its states plain: they survive cloning and msgpack', () => {
    fc.assert(
      fc.property(script, (script) => {
        for (const state of play(specimen, script).states) {
          const copy = deepFreeze(unpack(pack(state)) as unknown)
          expect(copy).toEqual(state)
          expect(structuredClone(state)).toEqual(state)
          expect(crdt.value(crdt.join(copy, crdt.empty))).toEqual(crdt.value(state))
        }
      }),
      { numRuns: 30 }
    )
  })
})
