/** Hashes of keys and labels: MurmurHash3 x86_32 (Appleby 2011) over UTF-8. Quick, evenly spread; not for secrets. */

/** How many different hashes there are. */
export const HASHES = 2 ** 32

const C1 = 0xcc9e2d51
const C2 = 0x1b873593
const encoder = new TextEncoder()

export function utf8(text: string): Uint8Array {
  return encoder.encode(text)
}

/** An unsigned 32-bit hash; another seed is another hash function. */
export function hash32(text: string, seed = 0): number {
  return hashBytes(utf8(text), seed)
}

/** The hash of a text that is encoded already, for when it is hashed often. */
export function hashBytes(bytes: Uint8Array, seed: number): number {
  const { length } = bytes
  const whole = length & ~3
  let hash = seed | 0
  for (let at = 0; at < whole; at += 4) {
    hash ^= scramble(bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24))
    hash = (Math.imul(rotate(hash, 13), 5) + 0xe6546b64) | 0
  }
  let tail = 0
  for (let at = length - 1; at >= whole; at--) tail = (tail << 8) | bytes[at]!
  if (length > whole) hash ^= scramble(tail)
  return finish(hash ^ length)
}

/** Two 32-bit hashes side by side. */
export function hash64(text: string): bigint {
  return (BigInt(hash32(text, 1)) << 32n) | BigInt(hash32(text))
}

function scramble(block: number): number {
  return Math.imul(rotate(Math.imul(block, C1), 15), C2)
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}

function finish(word: number): number {
  let hash = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
