import { philox2x32 } from './network/draw'
import { crc32c } from './wire/crc32c'

/** Numbers uniform in [0, 1). */
export type Random = () => number

/** Streams of random numbers by name; unrelated for different names. */
export type RandomStreams = (name: string) => Random

/** A stream of numbers uniform in [0, 1): the same seed and name give the same stream, other names an unrelated one. */
export function createRandom(seed: number, name: string): Random {
  const key = crc32c(new TextEncoder().encode(`${seed}/${name}`))
  let counter = 0
  return () => {
    const words = philox2x32(counter >>> 0, counter / 2 ** 32, key)
    counter++
    // 53 bits, all that a double in [0, 1) can hold.
    return ((words[0]! >>> 5) * 2 ** 26 + (words[1]! >>> 6)) / 2 ** 53
  }
}
