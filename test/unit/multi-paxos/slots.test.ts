import { describe, expect, it } from 'vitest'
import { ballotAbove, ownerOf } from '../../../src-shared/protocols/multi-paxos/ballots'
import { compactSlots, entriesAfter, noSlots, setSlot } from '../../../src-node/protocols/multi-paxos/slots'
import { makeNoOp } from '../../../src-node/protocols/replicated-log/entry'

const NODES = ['n1', 'n2', 'n3']

describe('ballots', () => {
  it('belong to one node each, and grow', () => {
    expect(NODES.map((node) => ballotAbove(0, NODES, node))).toEqual([1, 2, 3])
    expect(ballotAbove(1, NODES, 'n1')).toBe(4)
    expect(ballotAbove(6, NODES, 'n2')).toBe(8)
    for (let ballot = 0; ballot < 20; ballot++)
      for (const node of NODES) {
        const next = ballotAbove(ballot, NODES, node)
        expect(next).toBeGreaterThan(ballot)
        expect(next).toBeLessThanOrEqual(ballot + NODES.length)
        expect(ownerOf(next, NODES)).toBe(node)
      }
  })
})

describe('slots', () => {
  it('are filled in any order, and told of in order', () => {
    const slots = noSlots(0)
    for (const index of [5, 2, 3]) setSlot(slots, makeNoOp(index, 1))
    expect(entriesAfter(slots, 2).map(({ index }) => index)).toEqual([3, 5])
    expect(slots.last).toBe(5)
  })

  it('that are gone stay gone', () => {
    const slots = noSlots(0)
    for (const index of [1, 2, 4]) setSlot(slots, makeNoOp(index, 1))
    compactSlots(slots, 2)
    setSlot(slots, makeNoOp(2, 3))
    expect(entriesAfter(slots, 0).map(({ index }) => index)).toEqual([4])
    compactSlots(slots, 9)
    expect(slots).toMatchObject({ base: 9, last: 9 })
    expect(slots.entries.size).toBe(0)
  })
})
