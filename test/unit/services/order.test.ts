import { unpack } from 'msgpackr'
import { expect, test } from 'vitest'
import { encodedOrder } from '../../../src-node/protocols/services/order'
import type { Settings } from '../../../src-node/protocols/services/state'

const encode = (encoding: Settings['encoding'], order_lines = 1) =>
  encodedOrder({ encoding, order_lines } as Settings, 'c1:1', 'k1')

const ORDER = { id: 'c1:1', account: 'k1', lines: [{ item: 'item-1000', quantity: 1, price_cents: 199 }] }

test('the order is the same in JSON and in MessagePack, and none unless one is asked for', () => {
  expect(JSON.parse(new TextDecoder().decode(encode('json')!))).toEqual(ORDER)
  expect(unpack(encode('messagepack')!)).toEqual(ORDER)
  expect(encode('none')).toBeNull()
})

test('Protocol Buffers write tags, lengths and varints as their specification says', () => {
  const text = (value: string) => [value.length, ...new TextEncoder().encode(value)]
  const line = [0x0a, ...text('item-1000'), 0x10, 1, 0x18, 0xc7, 0x01]
  expect([...encode('protobuf')!]).toEqual([0x0a, ...text('c1:1'), 0x12, ...text('k1'), 0x1a, line.length, ...line])
})
