import { describe, expect, it } from 'vitest'
import { readSettings } from '../../../src-node/protocols/kit/settings'
import { sizesFor } from '../../../src-node/protocols/multi-paxos/quorums'
import { ballotAbove, ownerOf, PLACES_MAX } from '../../../src-shared/protocols/multi-paxos/ballots'
import { description } from '../../../src-shared/protocols/multi-paxos/description'
import { compactSlots, entriesAfter, noSlots, setSlot } from '../../../src-node/protocols/multi-paxos/slots'
import { makeNoOp } from '../../../src-node/protocols/replicated-log/entry'

const NODES = ['n1', 'n2', 'n3']

describe('ballots', () => {
  it('belong to one node each, and grow', () => {
    expect(NODES.map((node) => ballotAbove(0, NODES, node))).toEqual([1, 2, 3])
    expect(ballotAbove(1, NODES, 'n1')).toBe(1001)
    expect(ballotAbove(1006, NODES, 'n2')).toBe(2002)
    for (const ballot of [0, 1, 2, 3, 999, 1000, 1001, 1002, 5000])
      for (const node of NODES) {
        const next = ballotAbove(ballot, NODES, node)
        expect(next).toBeGreaterThan(ballot)
        expect(next).toBeLessThanOrEqual(ballot + PLACES_MAX)
        expect(ownerOf(next, NODES)).toBe(node)
        // Whoever came since changes nothing.
        expect(ballotAbove(ballot, [...NODES, 'n9'], node)).toBe(next)
        expect(ownerOf(next, [...NODES, 'n9'])).toBe(node)
      }
  })
})

describe('quorums of members that come and go', () => {
  const settings = (prepare_quorum: number, accept_quorum: number) => ({
    ...readSettings(description, {}),
    prepare_quorum,
    accept_quorum
  })

  it('are majorities by default', () => {
    for (let members = 1; members <= 9; members++) {
      const majority = Math.floor(members / 2) + 1
      expect(sizesFor(members, 5, settings(0, 0))).toEqual({ prepare: majority, accept: majority })
    }
  })

  it('overlap by as many nodes as at first, whatever sizes were given', () => {
    expect(sizesFor(5, 5, settings(4, 2))).toEqual({ prepare: 4, accept: 2 })
    expect(sizesFor(6, 5, settings(4, 2))).toEqual({ prepare: 5, accept: 2 })
    expect(sizesFor(3, 5, settings(4, 2))).toEqual({ prepare: 2, accept: 2 })
    for (const [prepare, accept] of [
      [4, 2],
      [2, 4],
      [5, 1],
      [1, 5],
      [3, 0],
      [0, 4],
      [5, 5]
    ] as const)
      for (let members = 1; members <= 12; members++) {
        const sizes = sizesFor(members, 5, settings(prepare, accept))
        expect(sizes.prepare + sizes.accept).toBeGreaterThan(members)
        expect(Math.max(sizes.prepare, sizes.accept)).toBeLessThanOrEqual(members)
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
