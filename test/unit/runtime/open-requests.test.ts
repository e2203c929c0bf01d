import { expect, test } from 'vitest'
import { OpenRequests } from '../../../src-node/node-core/open-requests'

test('a frame that comes again is known, however many came in between, up to ten thousand', () => {
  const requests = new OpenRequests()
  const connection = {}
  for (let n = 1; n <= 10_000; n++) expect(requests.isRepeated(connection, n)).toBe(false)
  const again = [1, 127, 128, 256, 5_000, 9_999, 10_000]
  expect(again.filter((n) => requests.isRepeated(connection, n))).toEqual(again)
  expect(requests.isRepeated({}, 1)).toBe(false)
})

test('frames far ahead of those before, as after a loss, are known as well', () => {
  const requests = new OpenRequests()
  const connection = {}
  for (const n of [5, 700_000, 300]) expect(requests.isRepeated(connection, n)).toBe(false)
  for (const n of [5, 700_000, 300]) expect(requests.isRepeated(connection, n)).toBe(true)
})
