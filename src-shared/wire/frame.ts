/**
 * Frames on every loopback connection (node to node, client to node, proxies between them), little-endian:
 *
 *     0  u32  length of all that follows this field
 *     4  u32  CRC32C of all that follows this field
 *     8  u8   frame kind
 *     9  u8   flags (bit 0: traced)
 *    10  u8   message type code (place in the protocol's list; for requests and replies 0)
 *    11  u8   number of vector clock slots v (0: logical clocks are off)
 *    12  u32  n, the sender's frame number on this link and boot, from 1
 *    16  u32  boot number of the sender
 *    20  u32  Lamport counter of the sender
 *    24  u32 × v  vector clock of the sender
 *    …   msgpack body
 *
 * The fixed header lets proxies name and count messages without decoding bodies. A proxy that corrupts a frame flips bits after
 * byte 8 and leaves length and checksum alone, so framing survives and the receiver's checksum finds the damage. One that alters a
 * frame flips a bit of the body and puts a right checksum on it: only a signature, or sense, can tell.
 */
export const FRAME_HEADER_BYTES = 24
export const FRAME_LENGTH_BYTES = 4
/** Where the checksummed part of a frame begins. */
export const FRAME_CHECKED_FROM = 8
/** Longest frame, length field included. A longer one is hostile or broken: the connection is closed. */
export const FRAME_BYTES_MAX = 64 * 1024 * 1024

export const FRAME_KINDS = { hello: 0, message: 1, request: 2, reply: 3 } as const
export type FrameKind = (typeof FRAME_KINDS)[keyof typeof FRAME_KINDS]
export const FLAG_TRACED = 1

/** A frame's header. Counters as in the layout above. */
export interface FrameHeader {
  readonly kind: FrameKind
  readonly traced: boolean
  readonly type_code: number
  readonly n: number
  readonly boot: number
  readonly lamport: number
  /** Empty when logical clocks are off. */
  readonly vector: readonly number[]
}

/** Body of a `hello`, the first frame in each direction of a connection: who speaks. Proxies pass it on untouched and unharmed. */
export interface HelloBody {
  /** Of the run: whoever does not know it is none of its nodes or clients. */
  readonly secret: string
  readonly from: string
  readonly boot: number
}
