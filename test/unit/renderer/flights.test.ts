import { expect, test } from 'vitest'
import { Flights } from '../../../src-renderer/lab/messages/flights'
import { ringOf, traceOf } from './support/traces'

const usual = () => 100

function flightsAt(t_us: number, stay_us: number, ...traces: ReturnType<typeof traceOf>[]) {
  const flights = new Flights()
  flights.moveTo(ringOf(...traces), t_us, stay_us, usual)
  return flights.items.slice(0, flights.count)
}

test('a message is on its link exactly from its sending to its arrival', () => {
  const message = traceOf('n1', 'n2', 1000, 1400)
  expect(flightsAt(999, 0, message)).toEqual([])
  expect(flightsAt(1100, 0, message)[0]).toMatchObject({ at: 0.25, lost: false, late: false })
  expect(flightsAt(1400, 0, message)).toEqual([])
})

test('a late one has a trail, which stays a little after its arrival and fades', () => {
  const message = traceOf('n1', 'n2', 1000, 11_000)
  expect(flightsAt(6000, 1000, message)[0]).toMatchObject({ at: 0.5, late: true, strength: 1 })
  expect(flightsAt(11_500, 1000, message)[0]).toMatchObject({ at: 1, late: true, strength: 0.5 })
  expect(flightsAt(12_000, 1000, message)).toEqual([])
})

test('a lost one sets out, ends in a cross where its cause takes it, and fades', () => {
  const lostBy = (cause: 'cut' | 'receiver-gone') => traceOf('n1', 'n2', 1000, null, { dropped: { t: 1001, cause } })
  expect(flightsAt(1200, 1000, lostBy('cut'))[0]).toMatchObject({ lost: false })
  const [cut] = flightsAt(1750, 1000, lostBy('cut'))
  expect(cut).toMatchObject({ lost: true, strength: 0.75 })
  expect(cut!.at).toBeLessThan(0.5)
  expect(flightsAt(1750, 1000, lostBy('receiver-gone'))[0]!.at).toBeGreaterThan(0.5)
  expect(flightsAt(3000, 1000, lostBy('cut'))).toEqual([])
})

test('one whose fate is not known yet goes as its link usually does, and is given up long after', () => {
  const message = traceOf('n1', 'n2', 1000, null)
  expect(flightsAt(1050, 0, message)[0]!.at).toBe(0.5)
  expect(flightsAt(2000, 0, message)[0]!.at).toBeLessThan(1)
  expect(flightsAt(2_000_000, 0, message)).toEqual([])
})

test('what is on show is drawn without new objects from frame to frame', () => {
  const flights = new Flights()
  const ring = ringOf(traceOf('n1', 'n2', 1000, 1400))
  flights.moveTo(ring, 1100, 0, usual)
  const [first] = flights.items
  flights.moveTo(ring, 1200, 0, usual)
  expect(flights.items[0]).toBe(first)
})
