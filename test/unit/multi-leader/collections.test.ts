import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Plain } from '../../../src-node/protocols/contract'
import { resolutionOf } from '../../../src-node/protocols/multi-leader/resolutions'
import type { WriteOperation } from '../../../src-node/protocols/multi-leader/resolutions/resolution'

const NODES = ['n1', 'n2', 'n3']
const NAMES = ['e1', 'e2', 'e3', 'e4']
const crdt = resolutionOf({ conflicts: 'crdt', merge_function: 'union' })

const add = (value: string) => ({ f: 'add', key: 'k', value }) as const
const remove = (value: string) => ({ f: 'remove', key: 'k', value }) as const
const insert = (element: string, after: string | null = null) =>
  ({ f: 'insert-after', key: 'k', after, element, value: element.toUpperCase() }) as const
const drop = (element: string) => ({ f: 'delete-element', key: 'k', element }) as const

/** Three leaders that take writes and hear of each other's. */
class Leaders {
  readonly deltas: Plain[] = []
  private readonly states: Plain[] = NODES.map(() => crdt.empty)
  private writes = 0

  write(slot: number, operation: WriteOperation): string | null {
    const held = this.states[slot]!
    const refusal = crdt.refusal(held, operation)
    if (refusal !== null) return refusal
    const name = `c:${++this.writes}`
    const delta = crdt.write(held, { operation, name, actor: NODES[slot]!, origin: slot, at_us: this.writes })
    this.states[slot] = crdt.join(held, delta)
    this.deltas.push(delta)
    return null
  }

  hear(slot: number, from: number): void {
    this.states[slot] = crdt.join(this.states[slot]!, this.states[from]!)
  }

  /** Everybody hears of everything. */
  meet(): void {
    const all = this.states.reduce(crdt.join)
    this.states.fill(all)
  }

  read(slot: number) {
    return crdt.read(this.states[slot]!)
  }
}

const operation: fc.Arbitrary<WriteOperation> = fc.oneof(
  fc.constantFrom('milk', 'bread').map(add),
  fc.constantFrom('milk', 'bread').map(remove),
  fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(null, ...NAMES)).map(([element, after]) => insert(element, after)),
  fc.constantFrom(...NAMES).map(drop),
  fc.constant({ f: 'delete' as const, key: 'k' })
)
const history = fc.array(fc.record({ operation, slot: fc.nat(2), hears: fc.nat(2) }), { maxLength: 16 })

describe('sets and lists under a key', () => {
  test('are the same in whatever order, and however often, the writes come', () => {
    fc.assert(
      fc.property(
        history.chain((steps) => {
          const leaders = new Leaders()
          for (const { operation, slot, hears } of steps) {
            leaders.hear(slot, hears)
            leaders.write(slot, operation)
          }
          const { deltas } = leaders
          return fc.tuple(fc.constant(deltas), fc.shuffledSubarray([...deltas, ...deltas], { minLength: deltas.length * 2 }))
        }),
        ([deltas, shuffled]) => {
          const joined = deltas.reduce(crdt.join, crdt.empty)
          expect(shuffled.reduce(crdt.join, crdt.empty)).toEqual(joined)
        }
      ),
      { numRuns: 400 }
    )
  })

  test('need a way of resolving conflicts that keeps what was seen', () => {
    for (const conflicts of ['last-write-wins', 'merge'] as const) {
      const resolution = resolutionOf({ conflicts, merge_function: 'union' })
      expect(resolution.refusal(resolution.empty, add('milk'))).toBe('add needs conflicts: crdt')
      expect(resolution.refusal(resolution.empty, { f: 'put', key: 'k', value: 'v' })).toBe(null)
    }
    expect(crdt.refusal(crdt.empty, { f: 'enqueue', key: 'k', value: 'v' })).toBe('enqueue needs conflicts: crdt')
  })

  test('are emptied with their key, but for what came at the same time', () => {
    const leaders = new Leaders()
    leaders.write(0, add('milk'))
    leaders.meet()
    leaders.write(0, { f: 'delete', key: 'k' })
    leaders.write(1, add('bread'))
    leaders.meet()
    expect(leaders.read(2)).toEqual({ members: ['bread'] })
  })
})

describe('a set', () => {
  test('loses what was removed for good, though two had added it, and keeps what was added meanwhile', () => {
    const leaders = new Leaders()
    leaders.write(0, add('milk'))
    leaders.write(1, add('milk'))
    leaders.meet()
    leaders.write(2, remove('milk'))
    leaders.meet()
    expect(leaders.read(0)).toEqual({ members: [] })
    leaders.write(0, remove('milk'))
    leaders.write(1, add('milk'))
    leaders.meet()
    expect(leaders.read(0)).toEqual({ members: ['milk'] })
  })
})

describe('a list', () => {
  test('keeps the words of two who type at the same place whole', () => {
    const leaders = new Leaders()
    for (const [slot, name] of [0, 1].map((slot) => [slot, NODES[slot]!] as const)) {
      leaders.write(slot, insert(`${name}a`))
      leaders.write(slot, insert(`${name}b`, `${name}a`))
    }
    leaders.meet()
    expect(leaders.read(2).elements).toEqual(['n2a', 'n2b', 'n1a', 'n1b'])
  })

  test('keeps the place of what was deleted for what is typed behind it', () => {
    const leaders = new Leaders()
    leaders.write(0, insert('e1'))
    leaders.write(0, insert('e2', 'e1'))
    leaders.meet()
    leaders.write(0, drop('e1'))
    leaders.write(1, insert('e3', 'e1'))
    leaders.meet()
    expect(leaders.read(0)).toEqual({ members: ['E3', 'E2'], elements: ['e3', 'e2'] })
  })

  test('refuses to place something behind what it has not heard of yet', () => {
    const leaders = new Leaders()
    leaders.write(0, insert('e1'))
    expect(leaders.write(1, insert('e2', 'e1'))).toBe('no element e1 in k yet')
    expect(leaders.write(1, drop('e1'))).toBe('no element e1 in k yet')
    leaders.meet()
    expect(leaders.write(1, insert('e2', 'e1'))).toBe(null)
  })

  test('shows an element once that two leaders were asked for, and loses both when it is deleted', () => {
    const leaders = new Leaders()
    leaders.write(0, insert('e2'))
    leaders.write(1, insert('e1'))
    leaders.write(0, insert('e1'))
    leaders.meet()
    expect([...leaders.read(0).elements!].sort()).toEqual(['e1', 'e2'])
    leaders.write(2, drop('e1'))
    leaders.meet()
    expect(leaders.read(0).elements).toEqual(['e2'])
  })
})
