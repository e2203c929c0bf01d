import { expect, test } from 'vitest'
import { positionBars } from '../../../src-renderer/panels/positionBars'

const peer = (name: string, acknowledged: number, sent: number, end: number) => ({
  peer: name,
  acknowledged,
  sent,
  end,
  silent_ms: null,
  mark: null,
  text: name
})
const drawn = (...peers: ReturnType<typeof peer>[]) => {
  const { from, bars } = positionBars(peers)
  return [from, ...bars.map(({ acknowledged, in_flight }) => `${acknowledged.toFixed(0)} ${in_flight.toFixed(0)}`)]
}

test('tracks end where the log does and begin a little before whoever is farthest behind', () => {
  expect(drawn(peer('n2', 1000, 1000, 1000), peer('n3', 915, 965, 1000))).toEqual([900, '100 0', '15 50'])
})

test('a short lack is drawn short, and a short log whole', () => {
  expect(drawn(peer('n2', 1000, 1000, 1000), peer('n3', 999, 1000, 1000))).toEqual([980, '100 0', '95 5'])
  expect(drawn(peer('n2', 3, 4, 4), peer('n3', 0, 0, 4))).toEqual([0, '75 25', '0 0'])
  expect(drawn(peer('n2', 0, 0, 0))).toEqual([0, '0 0'])
})
