import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { movedKeys } from '../../../src-shared/placement/measures'
import type { Member } from '../../../src-shared/placement/placement'
import { BY_ARCS, named, someKeys, STRATEGIES } from './support'
import type { Build } from './support'

const SEED = 11
const KEYS = someKeys(300)

const ids = fc.uniqueArray(fc.stringMatching(/^[a-z0-9.:-]{1,12}$/), { minLength: 2, maxLength: 8 })
const members = ids.map((all): Member[] => all.map((id) => ({ id })))
/** Members in two orders. */
const reordered = members.chain((all) =>
  fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }))
)
const anyKey = fc.string({ unit: 'grapheme', maxLength: 12 })

function owners(build: Build, all: readonly Member[]): string[] {
  const placement = build(all)
  return KEYS.map((key) => placement.owner(key))
}

describe.each(Object.entries(STRATEGIES))(`%s (seed ${SEED})`, (_, build) => {
  it('prefers distinct members, the owner first, and all of them in the end', () => {
    fc.assert(
      fc.property(members, anyKey, fc.nat(10), (all, key, count) => {
        const placement = build(all)
        const wanted = placement.owners(key, count)
        expect(wanted).toHaveLength(Math.min(count, all.length))
        expect(new Set(wanted).size).toBe(wanted.length)
        const everybody = placement.owners(key, all.length)
        expect(everybody[0]).toBe(placement.owner(key))
        expect(everybody.slice(0, count)).toEqual(wanted)
        expect([...everybody].sort()).toEqual(all.map(({ id }) => id).sort())
      }),
      { seed: SEED, numRuns: 40 }
    )
  })

  it('says in one sentence who owns a key', () => {
    fc.assert(
      fc.property(members, anyKey, (all, key) => {
        const placement = build(all)
        const text = placement.explain(key)
        expect(text.startsWith(`"${key}" `)).toBe(true)
        expect(text).toContain(placement.owner(key))
        expect(text.endsWith('.')).toBe(true)
      }),
      { seed: SEED, numRuns: 20 }
    )
  })

  it('refuses a list in which a member occurs twice, and an empty one', () => {
    expect(() => build([{ id: 'a' }, { id: 'b' }, { id: 'a' }])).toThrow('Member "a" is listed twice.')
    expect(() => build([])).toThrow('A placement needs at least one member.')
  })

  it('refuses a weight that is none', () => {
    for (const weight of [0, -1, NaN, Infinity])
      expect(() => build([{ id: 'a' }, { id: 'b', weight }])).toThrow(`The weight of "b" must be above 0, but it is ${weight}.`)
  })
})

describe.each(Object.entries({ rendezvous: STRATEGIES.rendezvous!, ...BY_ARCS }))(`%s (seed ${SEED})`, (_, build) => {
  it('places keys alike whatever order its members are listed in', () => {
    fc.assert(
      fc.property(reordered, ([all, other]) => {
        expect(owners(build, other)).toEqual(owners(build, all))
      }),
      { seed: SEED, numRuns: 20 }
    )
  })
})

describe.each(['consistent hashing', 'random tokens', 'token-placed partitions', 'rendezvous'])(`%s (seed ${SEED})`, (name) => {
  it('moves keys only to a member that joins, and only from one that leaves', () => {
    const build = STRATEGIES[name]!
    fc.assert(
      fc.property(members, fc.nat(), (all, at) => {
        const changing = all[at % all.length]!
        const rest = all.filter((member) => member !== changing)
        const moves = movedKeys(build(rest), build(all), KEYS)
        expect(moves.every(({ to }) => to === changing.id)).toBe(true)
        expect(moves).toHaveLength(owners(build, all).filter((owner) => owner === changing.id).length)
      }),
      { seed: SEED, numRuns: 30 }
    )
  })
})

describe.each(['modulo', 'jump hash'])('%s', (name) => {
  it('refuses weights, which it would pass over', () => {
    expect(() => STRATEGIES[name]!([{ id: 'a' }, { id: 'b', weight: 2 }])).toThrow(/knows no weights, but "b" has weight 2\.$/)
  })
})

describe.each(Object.entries(BY_ARCS))('arcs of %s', (_, build) => {
  it('cover all hashes without gap or overlap, each with the owner of its hashes and their keys', () => {
    const placement = build(named(5))
    const arcs = placement.arcs()
    expect(arcs[0]!.from).toBe(0)
    expect(arcs.at(-1)!.to).toBe(placement.hashes)
    arcs.forEach(({ from, to, owner }, i) => {
      expect(to).toBeGreaterThan(from)
      expect(arcs[i + 1]?.from ?? placement.hashes).toBe(to)
      expect(placement.ownersAt(from, 1)).toEqual([owner])
      expect(placement.ownersAt(to - 1, 1)).toEqual([owner])
    })
    for (const key of KEYS) {
      const hash = placement.hashOf(key)
      expect(arcs.find(({ from, to }) => from <= hash && hash < to)!.owner).toBe(placement.owner(key))
    }
  })
})
