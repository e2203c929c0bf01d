/** Quick lossless compression of bytes in memory. Synchronous, which the browser's own streams are not. */
import { deflateSync, inflateSync } from 'fflate'

/** The quickest: encoded events, which repeat names and shapes, get to about a quarter of their length. */
const LEVEL = 1

export function compress(bytes: Uint8Array): Uint8Array {
  return deflateSync(bytes, { level: LEVEL })
}

/** What {@link compress} made of `length` bytes. */
export function decompress(block: Uint8Array, length: number): Uint8Array {
  return inflateSync(block, { out: new Uint8Array(length) })
}
