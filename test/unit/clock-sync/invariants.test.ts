import { describe, expect, test } from 'vitest'
import { createInvariants } from '../../../src-node/protocols/clock-sync/invariants'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import { description } from '../../../src-shared/protocols/clock-sync/description'
import { ClockCorrected, TimeExchanged, TimePolled, TimeSources } from '../../../src-shared/protocols/clock-sync/facts'

const MS = 1000

/** What the invariants find in these events, 10 ms apart, by name. */
function findings(...events: EventBody[]): string[] {
  const invariants = createInvariants()
  return events.flatMap((body, i) => {
    const event = { t: i * 10 * MS, ...body, seq: i + 1 } as LabEvent
    return invariants.flatMap((invariant) => (invariant.observe(event) === null ? [] : [invariant.name]))
  })
}

const asks = (node: string, sources: string[], never_steps = false) =>
  TimeSources.of(node, { sources, poll_us: 100 * MS, max_drift_ppm: 200, never_steps })
const polls = (node: string) => TimePolled.of(node, {})
const hears = (node: string, source: string, source_bound_us = 100) =>
  TimeExchanged.of(node, { source, stratum: 1, offset_us: 0, delay_us: 0, bound_us: 100, source_bound_us })
const corrects = (node: string, how: 'set' | 'step' | 'slew', by_us = 0) =>
  ClockCorrected.of(node, { how, offset_us: by_us, bound_us: 100, from_us: 5, to_us: 5 + by_us, falsetickers: [] })
const believes = (node: string, believed_error_ms: number): EventBody => ({
  kind: 'sample',
  node,
  values: { believed_error_ms, clock_bound_ms: 1 }
})
const isSet = (node: string, offset_us: number, drift_ppm = 0): EventBody => ({ kind: 'node-clock', node, offset_us, drift_ppm })

test('every invariant of the description is watched', () => {
  expect(createInvariants().map(({ name }) => name)).toEqual(description.invariants.map(({ name }) => name))
})

describe('true time', () => {
  const synchronised = [asks('a', ['s']), polls('a'), hears('a', 's'), corrects('a', 'set')]

  test('must be within the interval', () => {
    expect(findings(...synchronised, believes('a', 0.9))).toEqual([])
    expect(findings(...synchronised, believes('a', 1.2))).toEqual(['true-time-within'])
  })

  test('need not be where nobody was asked yet, or the own clock was set since', () => {
    expect(findings(asks('a', ['s']), polls('a'), believes('a', 5))).toEqual([])
    expect(findings(...synchronised, isSet('a', 50 * MS), believes('a', 50))).toEqual([])
    const again = [polls('a'), hears('a', 's'), corrects('a', 'step')]
    expect(findings(...synchronised, isSet('a', 50 * MS), ...again, believes('a', 50))).toEqual(['true-time-within'])
  })

  test('need not be where the source is wrong by more than it says, or the own clock drifts faster', () => {
    expect(findings(isSet('s', 50 * MS), ...synchronised, believes('a', 50))).toEqual([])
    expect(findings(isSet('s', 50), ...synchronised, believes('a', 50))).toEqual(['true-time-within'])
    expect(findings(isSet('a', 0, 900), ...synchronised, believes('a', 50))).toEqual([])
  })

  test('must be where most sources are right', () => {
    const three = [
      asks('a', ['s', 't', 'u']),
      polls('a'),
      hears('a', 's'),
      hears('a', 't'),
      hears('a', 'u'),
      corrects('a', 'set')
    ]
    expect(findings(isSet('u', 50 * MS), ...three, believes('a', 50))).toEqual(['true-time-within'])
    expect(findings(isSet('t', 50 * MS), isSet('u', 50 * MS), ...three, believes('a', 50))).toEqual([])
  })

  test('is passed on by nodes that have it', () => {
    const below = [asks('b', ['a']), polls('b'), hears('b', 'a'), corrects('b', 'set'), believes('b', 50)]
    expect(findings(...synchronised, ...below)).toEqual(['true-time-within'])
    expect(findings(...synchronised, isSet('a', 50 * MS), ...below)).toEqual([])
  })
})

test('a clock that is slewed alone never goes backwards', () => {
  expect(findings(asks('a', ['s'], true), corrects('a', 'set', -900), corrects('a', 'slew', 0))).toEqual([])
  expect(findings(asks('a', ['s'], true), corrects('a', 'step', -1))).toEqual(['slewed-never-back'])
  expect(findings(asks('a', ['s']), corrects('a', 'step', -1))).toEqual([])
})

test('polls keep their pace, unless the node was paused', () => {
  const later: EventBody = { ...polls('a'), t: 900 * MS } as EventBody
  expect(findings(asks('a', ['s']), polls('a'), later)).toEqual(['timeouts-monotonic'])
  expect(findings(asks('a', ['s']), polls('a'), { kind: 'node-paused', node: 'a' }, later)).toEqual([])
})

test('who has no time serves none, since it was started', () => {
  const both = [asks('a', ['s']), asks('b', ['a']), polls('b')]
  expect(findings(...both, hears('b', 'a'))).toEqual(['served-with-time-alone'])
  expect(findings(...both, corrects('a', 'set'), hears('b', 'a'))).toEqual([])
  // What it said before its restart may still be on its way.
  expect(findings(...both, asks('a', ['s']), hears('b', 'a'))).toEqual([])
})
