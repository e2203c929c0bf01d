import { alteredBody } from '../../../src-shared/wire/alteration'
import { clientReplySchema, clientRequestSchema } from '../../../src-shared/wire/client-messages'
import { FRAME_HEADER_BYTES, FRAME_KINDS } from '../../../src-shared/wire/frame'
import type { FrameHeader } from '../../../src-shared/wire/frame'

/** A message on its way. Its body travels by reference: whoever made it has let go of it. */
export interface Frame {
  readonly header: FrameHeader
  /** What the stream calls it: the message's name, `request` or `reply`. */
  readonly type: string
  /** undefined: it was altered into what is no message. */
  readonly body: unknown
  /** What it would measure on a wire. */
  readonly bytes: number
}

/** The frame as it is read of which a bit flipped; without a body if nothing that this kind of frame holds can be read. */
export function alteredCopy(frame: Frame, at: number): Frame {
  const body = alteredBody(frame.body, at)
  return { ...frame, body: isBodyOf(frame, body) ? body : undefined }
}

function isBodyOf({ header: { kind }, type }: Frame, body: unknown): boolean {
  switch (kind) {
    case FRAME_KINDS.request:
      return clientRequestSchema.safeParse(body).success
    case FRAME_KINDS.reply:
      return clientReplySchema.safeParse(body).success
    default:
      return (body as { readonly type?: unknown } | null)?.type === type
  }
}

/**
 * Length that a frame around the body would have, its sender's vector clock of `slots` included. Exact (see `packBody`) for bodies
 * whose texts are ASCII; any other character is counted as one byte as well.
 */
export function frameBytes(body: unknown, slots: number): number {
  return FRAME_HEADER_BYTES + 4 * slots + packedBytes(body)
}

/** Length of the value in msgpack as this house packs it. */
export function packedBytes(value: unknown): number {
  switch (typeof value) {
    case 'number':
      return numberBytes(value)
    case 'string':
      return textBytes(value)
    case 'object':
      if (value === null) return 1
      if (Array.isArray(value)) return arrayBytes(value)
      if (value instanceof Uint8Array) return binaryBytes(value.length)
      return mapBytes(value as Record<string, unknown>)
    case 'undefined':
      return 3
    default:
      return 1
  }
}

function numberBytes(value: number): number {
  if (value >>> 0 === value) return value < 0x80 ? 1 : value < 0x100 ? 2 : value < 0x10000 ? 3 : 5
  if (value >> 0 === value) return value >= -0x20 ? 1 : value >= -0x80 ? 2 : value >= -0x8000 ? 3 : 5
  return 9
}

function textBytes({ length }: string): number {
  return length + (length < 0x20 ? 1 : length < 0x100 ? 2 : length < 0x10000 ? 3 : 5)
}

function binaryBytes(length: number): number {
  return length + (length < 0x100 ? 2 : length < 0x10000 ? 3 : 5)
}

function arrayBytes(values: readonly unknown[]): number {
  let bytes = values.length < 0x10 ? 1 : values.length < 0x10000 ? 3 : 5
  for (let i = 0; i < values.length; i++) bytes += packedBytes(values[i])
  return bytes
}

/** Always with a 16-bit count: it is written before the fields are counted. */
function mapBytes(fields: Readonly<Record<string, unknown>>): number {
  let bytes = 3
  for (const name in fields) bytes += textBytes(name) + packedBytes(fields[name])
  return bytes
}
