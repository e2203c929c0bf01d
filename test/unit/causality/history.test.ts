import { describe, expect, test } from 'vitest'
import { backwardMessages, cutText, messagesOnTheWay, stepCut, straightCut } from '../../../src-shared/causality/cut'
import { explainOrder } from '../../../src-shared/causality/explain'
import { eventsOfClocks, eventsOfFrames } from '../../../src-shared/causality/from-run'
import { CausalHistory } from '../../../src-shared/causality/history'
import { totalOrder } from '../../../src-shared/causality/total-order'
import { createMessagesFold, foldMessages } from '../../../src-shared/folds/messages'
import type { LabEvent } from '../../../src-shared/events'
import { ClockEvent } from '../../../src-shared/protocols/clocks/facts'

const NODES = ['A', 'B', 'C']

type Data = ClockEvent['data']
const told = (node: string, t: number, data: Omit<Data, 'counts' | 'place'> & Partial<Data>): ClockEvent => ({
  ...ClockEvent.of(node, { counts: data.does !== 'send', place: t, ...data }),
  t,
  seq: t
})

/** The chapter's example: A writes and tells B, C writes, B tells C. Places are times. */
const EXAMPLE = [
  told('A', 10, { does: 'write', what: 'x = 1', lamport: 1, vector: [1, 0, 0] }),
  told('A', 20, { does: 'send', what: 'x = 1', peer: 'B', lamport: 1, vector: [1, 0, 0] }),
  told('B', 30, { does: 'receive', what: 'x = 1', peer: 'A', sent_place: 20, lamport: 2, vector: [1, 1, 0] }),
  told('C', 40, { does: 'write', what: 'x = 99', lamport: 1, vector: [0, 0, 1] }),
  told('B', 50, { does: 'send', what: 'again', peer: 'C', lamport: 2, vector: [1, 1, 0] }),
  told('C', 60, { does: 'receive', what: 'again', peer: 'B', sent_place: 50, lamport: 3, vector: [1, 1, 2] })
]
const history = new CausalHistory(eventsOfClocks(EXAMPLE))
const [write, send, receive, other, forward, last] = history.events as [Ev, Ev, Ev, Ev, Ev, Ev]
type Ev = (typeof history.events)[number]

describe('happened before', () => {
  test('follows each node and each message', () => {
    expect(history.chainOf(write, last)).toEqual([write, send, receive, forward, last])
    expect(history.chainOf(last, write)).toBeNull()
    expect([...history.pastOf(last)]).toHaveLength(5)
    expect(history.futureOf(other)).toEqual(new Set([last]))
    expect(history.pastOf(other)).toEqual(new Set())
  })

  test('orders two events, or neither', () => {
    expect(history.orderOf(write, last)).toBe('before')
    expect(history.orderOf(last, write)).toBe('after')
    expect(history.orderOf(write, other)).toBe('concurrent')
    expect(history.orderOf(write, write)).toBe('same')
  })

  test('is told by vectors where what lies between is not known', () => {
    const part = new CausalHistory([write, last])
    expect(part.orderOf(write, last)).toBe('before')
    expect(explainOrder(part, write, last, NODES).steps).toEqual([
      '[1,0,0] is below [1,1,2]: what lies between them is not among the events shown.'
    ])
  })
})

test('a send that does not count is in no order by its vector', () => {
  const early = { ...send, id: 'early', node: 'B', message: null, stamp: { lamport: 0, vector: [0, 0, 0] } }
  const part = new CausalHistory([early, other])
  expect(part.orderOf(early, other)).toBe('concurrent')
  expect(explainOrder(part, early, other, NODES).steps).toEqual([
    'No chain of events and messages leads from one to the other.',
    'Sends do not count here: the stamp is that of the event before.'
  ])
})

describe('an explanation', () => {
  test('goes along the chain', () => {
    expect(explainOrder(history, last, write, NODES)).toEqual({
      order: 'after',
      verdict: 'write x = 1 at A happened before receive again at C.',
      steps: [
        'At A, write x = 1 comes before send x = 1.',
        'The message leads from send x = 1 at A to receive x = 1 at B.',
        'At B, receive x = 1 comes before send again.',
        'The message leads from send again at B to receive again at C.',
        '[1,0,0] is below [1,1,2], and Lamport 1 < 3.'
      ]
    })
  })

  test('goes slot by slot where there is no chain', () => {
    expect(explainOrder(history, write, other, NODES).steps).toEqual([
      'No chain of events and messages leads from one to the other.',
      'Slot A: 1 > 0, so the first is not below the second.',
      'Slot B: 0 = 0.',
      'Slot C: 0 < 1, so the first is not above the second.',
      '[1,0,0] is neither below nor above [0,0,1]. Lamport 1 = 1 proves nothing.'
    ])
  })
})

describe('a cut', () => {
  test('is consistent at one moment of true time, with what is on the way', () => {
    const cut = straightCut(NODES, 25)
    expect(backwardMessages(history, cut)).toEqual([])
    expect(messagesOnTheWay(history, cut)).toEqual([{ send, receive }])
    expect(cutText(history, cut)).toBe('A consistent cut: 1 message is on the way.')
  })

  test('is not when something was received that was not sent', () => {
    const cut = new Map([...straightCut(NODES, 30), ['A', 15]])
    expect(backwardMessages(history, cut)).toEqual([{ send, receive }])
    expect(cutText(history, cut)).toBe(
      'Not a consistent cut: B has received what A has not sent (x = 1). The message crosses it backwards.'
    )
  })

  test('goes from event to event of one node', () => {
    const cut = straightCut(NODES, 25)
    expect(stepCut(history, cut, 'B', true).get('B')).toBe(30)
    expect(stepCut(history, cut, 'A', false).get('A')).toBe(19)
    expect(stepCut(history, cut, 'A', true)).toBe(cut)
    expect(stepCut(history, cut, 'C', false)).toBe(cut)
  })
})

test("Lamport's total order beside real time", () => {
  const order = totalOrder(history.events, NODES)
  expect(order.map(({ event, real_place }) => [event.node, event.stamp!.lamport, real_place])).toEqual([
    ['A', 1, 1],
    ['A', 1, 2],
    ['C', 1, 4],
    ['B', 2, 3],
    ['B', 2, 5],
    ['C', 3, 6]
  ])
})

test('frames between nodes are sends and receives with their stamps', () => {
  const fold = createMessagesFold()
  const frame = { from: 'A', to: 'B', boot: 1, n: 1, type: 'ping' }
  const clock = (lamport: number, vector: number[]) => ({ lamport, vector })
  const seen = [
    { ...frame, kind: 'sent', bytes: 9, clock: clock(1, [1, 0]), t: 10, seq: 1 },
    { ...frame, kind: 'received', clock: clock(2, [1, 1]), t: 30, seq: 2 },
    { ...frame, from: 'client', kind: 'sent', bytes: 9, t: 40, seq: 3 }
  ] as LabEvent[]
  for (const event of seen) foldMessages(fold, event)
  const frames = new CausalHistory(eventsOfFrames(fold.recent, ['A', 'B'], ({ type }) => type!))
  expect(frames.events.map(({ node, does, stamp }) => [node, does, stamp?.lamport])).toEqual([
    ['A', 'send', 1],
    ['B', 'receive', 2]
  ])
  expect(frames.messages).toHaveLength(1)
})
