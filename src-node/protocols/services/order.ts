/** The same order in three encodings. */
import { pack } from 'msgpackr'
import type { Settings } from './state'

interface Line {
  readonly item: string
  readonly quantity: number
  readonly price_cents: number
}

interface Order {
  readonly id: string
  readonly account: string
  readonly lines: readonly Line[]
}

const encoder = new TextEncoder()

/** What a call carries; null: it carries no order. */
export function encodedOrder({ encoding, order_lines }: Settings, id: string, account: string): Uint8Array | null {
  if (encoding === 'none') return null
  return ENCODINGS[encoding]({ id, account, lines: Array.from({ length: order_lines }, (_, i) => lineAt(i)) })
}

function lineAt(i: number): Line {
  return { item: `item-${1000 + i}`, quantity: 1 + (i % 9), price_cents: 199 + 100 * i }
}

const ENCODINGS: Readonly<Record<'json' | 'messagepack' | 'protobuf', (order: Order) => Uint8Array>> = {
  json: (order) => encoder.encode(JSON.stringify(order)),
  messagepack: (order) => Uint8Array.from(pack(order)),
  protobuf: (order) => Uint8Array.from(protobufOrder(order))
}

/** `message Order { string id = 1; string account = 2; repeated Line lines = 3; }` */
function protobufOrder({ id, account, lines }: Order): number[] {
  return [...textField(1, id), ...textField(2, account), ...lines.flatMap((line) => bytesField(3, protobufLine(line)))]
}

/** `message Line { string item = 1; uint32 quantity = 2; uint32 price_cents = 3; }` */
function protobufLine({ item, quantity, price_cents }: Line): number[] {
  return [...textField(1, item), ...numberField(2, quantity), ...numberField(3, price_cents)]
}

/** Wire types of Protocol Buffers. */
const VARINT = 0
const LENGTH_DELIMITED = 2

function numberField(field: number, value: number): number[] {
  return [...varint((field << 3) | VARINT), ...varint(value)]
}

function textField(field: number, text: string): number[] {
  return bytesField(field, [...encoder.encode(text)])
}

function bytesField(field: number, bytes: readonly number[]): number[] {
  return [...varint((field << 3) | LENGTH_DELIMITED), ...varint(bytes.length), ...bytes]
}

/** Seven bits a byte, the lowest first; all but the last have the highest bit set. */
function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)]
}
