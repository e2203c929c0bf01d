/**
 * Quick lossless compression of bytes in memory, in the block format of LZ4: literals and references to the 64 KiB before them. Encoded
 * events, which repeat names and shapes, get to about two fifths of their length. Synchronous, which the browser's own streams are not.
 */

const MATCH_MIN = 4
const DISTANCE_MAX = 0xffff
/** The last bytes are always literals. */
const TAIL_BYTES = 5
const HASH_BITS = 13
/** A token's two lengths go up to here; what exceeds them follows in bytes. */
const TOKEN_MAX = 15
/** After so many bytes without a match, two at a time are skipped, and so on. */
const SKIP_SHIFT = 6

/** Last place, plus one, of what has this hash; 0: none. */
const table = new Int32Array(1 << HASH_BITS)

export function compress(source: Uint8Array): Uint8Array {
  table.fill(0)
  const writer = new BlockWriter(source)
  const end = source.length - TAIL_BYTES
  let from = 0
  let at = 0
  while (at < end) {
    const match = matchAt(source, at)
    if (match < 0) {
      at += 1 + ((at - from) >> SKIP_SHIFT)
      continue
    }
    let length = MATCH_MIN
    while (at + length < end && source[match + length] === source[at + length]) length++
    writer.literals(from, at, length - MATCH_MIN)
    writer.reference(at - match, length - MATCH_MIN)
    at += length
    from = at
  }
  writer.literals(from, source.length, 0)
  return writer.bytes()
}

/** An earlier place with the same four bytes, near enough to refer to; -1: none. */
function matchAt(source: Uint8Array, at: number): number {
  const four = source[at]! | (source[at + 1]! << 8) | (source[at + 2]! << 16) | (source[at + 3]! << 24)
  const hash = Math.imul(four, 0x9e3779b1) >>> (32 - HASH_BITS)
  const match = table[hash]! - 1
  table[hash] = at + 1
  if (match < 0 || at - match > DISTANCE_MAX) return -1
  for (let i = 0; i < MATCH_MIN; i++) if (source[match + i] !== source[at + i]) return -1
  return match
}

class BlockWriter {
  private readonly target: Uint8Array
  private length = 0

  constructor(private readonly source: Uint8Array) {
    // Bytes that nothing repeats take a length byte for every 255 of them.
    this.target = new Uint8Array(source.length + Math.ceil(source.length / 255) + 16)
  }

  /** Bytes of the source as they are; `match_length`: of the reference that follows. */
  literals(from: number, to: number, match_length: number): void {
    const length = to - from
    this.target[this.length++] = (Math.min(TOKEN_MAX, length) << 4) | Math.min(TOKEN_MAX, match_length)
    this.excess(length)
    for (let at = from; at < to; at++) this.target[this.length++] = this.source[at]!
  }

  reference(distance: number, length: number): void {
    this.target[this.length++] = distance & 0xff
    this.target[this.length++] = distance >> 8
    this.excess(length)
  }

  bytes(): Uint8Array {
    return this.target.slice(0, this.length)
  }

  private excess(length: number): void {
    if (length < TOKEN_MAX) return
    let rest = length - TOKEN_MAX
    for (; rest >= 0xff; rest -= 0xff) this.target[this.length++] = 0xff
    this.target[this.length++] = rest
  }
}

/** What {@link compress} made of `length` bytes. */
export function decompress(block: Uint8Array, length: number): Uint8Array {
  const target = new Uint8Array(length)
  let at = 0
  let read = 0
  const lengthFrom = (start: number): number => {
    let sum = start
    if (start < TOKEN_MAX) return sum
    let byte: number
    do sum += byte = block[read++]!
    while (byte === 0xff)
    return sum
  }
  while (read < block.length) {
    const token = block[read++]!
    for (let count = lengthFrom(token >> 4); count > 0; count--) target[at++] = block[read++]!
    if (read >= block.length) break
    let from = at - (block[read]! | (block[read + 1]! << 8))
    read += 2
    // Byte by byte: a reference may reach into what it makes itself.
    for (let count = lengthFrom(token & TOKEN_MAX) + MATCH_MIN; count > 0; count--) target[at++] = target[from++]!
  }
  return target
}
