import { expect, it } from 'vitest'
import { simulate } from '../../../src-main/lab/run/simulate'
import { readScenario } from '../../../src-main/lab/scenario-files/scenarios'
import { orderSection } from '../../../src-main/report/html-order'
import { findProtocol } from '../../../src-node/protocols/registry'
import { clockedEvents, FIVE_CLOCKS, judgeClocks } from '../../../src-shared/causality/five-clocks'
import { eventsOfClocks } from '../../../src-shared/causality/from-run'
import { CausalHistory } from '../../../src-shared/causality/history'
import type { LabEvent } from '../../../src-shared/events'
import { foldRun } from '../../../src-shared/folds/run'
import { clocks } from '../../../src-shared/protocols/clocks'
import { ClockEvent } from '../../../src-shared/protocols/clocks/facts'

const BOUND_US = 7_000

/** Two nodes, the second of which is 5 ms slow: a tells b after 1 ms, and 4 ms later a writes once more. */
const slow = new CausalHistory(
  eventsOfClocks(
    [
      told('a', 10_000, { does: 'send', counts: true, what: 'm', peer: 'b', lamport: 1, vector: [1, 0], physical_us: 10_000 }),
      told('b', 11_000, {
        does: 'receive',
        what: 'm',
        peer: 'a',
        sent_place: 10_000,
        lamport: 2,
        vector: [1, 1],
        physical_us: 6_000
      }),
      told('a', 15_000, { does: 'write', what: 'w', lamport: 2, vector: [2, 0], physical_us: 15_000 })
    ].map((event, i) => ({ ...event, data: { ...event.data, hybrid: [at(10_000), at(10_000, 1), at(15_000)][i]! } }))
  )
)

function at(physical_us: number, counter = 0) {
  return { physical_us, counter }
}

type Data = ClockEvent['data']
function told(node: string, t: number, data: Omit<Data, 'place' | 'counts'> & Partial<Data>): ClockEvent {
  return { ...ClockEvent.of(node, { place: t, counts: true, ...data }), t, seq: t }
}

it('each clock says what it can of two events', () => {
  const [send, receive, write] = clockedEvents(slow) as [Event, Event, Event]
  type Event = ReturnType<typeof clockedEvents>[number]
  const said = (a: Event, b: Event) => FIVE_CLOCKS.map(({ order }) => order(a, b, BOUND_US))
  expect(said(send, receive)).toEqual(['after', 'before', 'before', 'before', null])
  expect(said(receive, write)).toEqual(['before', null, null, 'before', null])
  expect(FIVE_CLOCKS.map(({ text }) => text(receive, BOUND_US))).toEqual([
    '0.006000 s',
    '2',
    '[1,1]',
    '0.010000 s + 1',
    '-0.001000 s – 0.013000 s'
  ])
})

it('is judged by cause and effect, and by real time where there is none', () => {
  const scores = judgeClocks(slow, 1_000).map(({ clock, causes, unrelated }) => [
    clock.name,
    [causes.right, causes.wrong, causes.silent],
    [unrelated.right, unrelated.wrong, unrelated.silent]
  ])
  expect(scores).toEqual([
    ['wall clock', [1, 1, 0], [1, 0, 0]],
    ['Lamport', [2, 0, 0], [0, 0, 1]],
    ['vector', [2, 0, 0], [0, 0, 1]],
    ['hybrid', [2, 0, 0], [1, 0, 0]],
    // Its clock is farther off than the bound says.
    ['TrueTime', [1, 1, 0], [1, 0, 0]]
  ])
})

it('on the shipped history only wall clocks put effects before causes, and only TrueTime and vectors say that they do not know', () => {
  const { parse } = readScenario('clocks-five')
  if (!parse.ok) throw new Error('the scenario is not well formed')
  const events: LabEvent[] = []
  simulate({ scenario: parse.scenario, protocol: findProtocol('clocks'), seed: 1, onEvents: (more) => events.push(...more) })
  const history = new CausalHistory(eventsOfClocks(events.filter((event): event is ClockEvent => ClockEvent.is(event))))
  const by_name = new Map(judgeClocks(history, BOUND_US).map((score) => [score.clock.name, score]))
  const wrongCauses = [...by_name].map(([name, { causes }]) => [name, causes.wrong > 0])
  expect(wrongCauses).toEqual(FIVE_CLOCKS.map(({ name }) => [name, name === 'wall clock']))
  expect(by_name.get('vector')!.unrelated).toMatchObject({ right: 0, wrong: 0 })
  expect(by_name.get('TrueTime')!.unrelated).toMatchObject({ wrong: 0 })
  expect(by_name.get('TrueTime')!.unrelated.right).toBeGreaterThan(0)
  expect(by_name.get('Lamport')!.unrelated.wrong).toBeGreaterThan(0)
  expect(by_name.get('hybrid')!.unrelated.wrong).toBeGreaterThan(0)
  const { body } = orderSection(foldRun(events, clocks))!
  expect(body).toContain('Five clocks, one history')
})
