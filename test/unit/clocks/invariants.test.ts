import { describe, expect, test } from 'vitest'
import { createInvariants } from '../../../src-node/protocols/clocks/invariants'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import { description } from '../../../src-shared/protocols/clocks/description'
import { ClockEvent } from '../../../src-shared/protocols/clocks/facts'

const MS = 1000

/** What the invariants find in these events, a millisecond apart, by name. */
function findings(...events: EventBody[]): string[] {
  const invariants = createInvariants()
  return events.flatMap((body, i) => {
    const event = { t: i * MS, ...body, seq: i + 1 } as LabEvent
    return invariants.flatMap((invariant) => (invariant.observe(event) === null ? [] : [invariant.name]))
  })
}

type Data = ClockEvent['data']
const at = (node: string, data: Omit<Data, 'what' | 'counts'> & Partial<Data>) =>
  ClockEvent.of(node, { what: 'x', counts: data.does !== 'send', ...data })
const write = (node: string, place: number, lamport: number, vector: number[]) =>
  at(node, { does: 'write', place, lamport, vector })
const send = (node: string, peer: string, place: number, lamport: number, vector: number[]) =>
  at(node, { does: 'send', peer, place, lamport, vector })
const receive = (node: string, peer: string, sent_place: number, place: number, lamport: number, vector: number[]) =>
  at(node, { does: 'receive', peer, sent_place, place, lamport, vector })

test('every invariant of the description is watched', () => {
  expect(createInvariants().map(({ name }) => name)).toEqual(description.invariants.map(({ name }) => name))
})

describe('the invariants', () => {
  const sent = [write('a', 1, 1, [1, 0]), send('a', 'b', 2, 1, [1, 0])]

  test('find nothing in stamps that follow the rules', () => {
    expect(findings(...sent, write('b', 1, 1, [0, 1]), receive('b', 'a', 2, 2, 2, [1, 2]))).toEqual([])
  })

  test('find an order that the vectors do not tell, and one that they make up', () => {
    expect(findings(...sent, receive('b', 'a', 2, 1, 2, [0, 1]))).toEqual(['vector-order'])
    expect(findings(...sent, write('b', 1, 2, [1, 1]))).toEqual(['vector-order'])
  })

  test('find a cause whose Lamport stamp is not smaller', () => {
    expect(findings(...sent, receive('b', 'a', 2, 1, 1, [1, 1]))).toEqual(['lamport-order'])
  })

  test('wait for a send that is told after its receive', () => {
    expect(findings(receive('b', 'a', 2, 1, 2, [1, 1]), write('b', 2, 3, [1, 2]), ...sent)).toEqual([])
    expect(findings(receive('b', 'a', 2, 1, 2, [0, 1]), ...sent)).toEqual(['vector-order'])
  })

  test('conclude nothing where a part of the story is missing', () => {
    const gap: EventBody = { kind: 'gap', source: 'a', lost: 1 }
    expect(findings(...sent, gap, write('a', 3, 1, [1, 0]))).toEqual([])
    // The second event of a, which received from b, was not told.
    expect(findings(write('b', 1, 1, [0, 1]), write('a', 1, 1, [1, 0]), write('a', 3, 3, [3, 1]))).toEqual([])
    // Nobody ever tells of the send.
    const late = { ...write('b', 2, 3, [1, 2]), t: 2_000 * MS } as EventBody
    expect(findings(receive('b', 'a', 2, 1, 2, [1, 1]), late, write('b', 3, 4, [1, 3]))).toEqual([])
  })

  test('go on where a part of the story was missing', () => {
    const gap: EventBody = { kind: 'gap', source: 'a', lost: 1 }
    expect(findings(...sent, gap, write('b', 1, 5, [1, 1]), write('b', 2, 5, [1, 2]))).toEqual(['lamport-order'])
  })
})
