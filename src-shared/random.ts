import { philox2x32 } from './network/draw'
import { crc32c } from './wire/crc32c'

/** A stream of numbers uniform in [0, 1): the same seed and name give the same stream, other names an unrelated one. */
export function createRandom(seed: number, name: string): () => number {
  const key = crc32c(new TextEncoder().encode(`${seed}/${name}`))
  let counter = 0
  return () => {
    const [high, low] = philox2x32(counter >>> 0, counter / 2 ** 32, key)
    counter++
    // 53 bits, all that a double in [0, 1) can hold.
    return ((high! >>> 5) * 2 ** 26 + (low! >>> 6)) / 2 ** 53
  }
}
