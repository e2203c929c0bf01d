import { createRandom } from '../../src-shared/random'
import type { Random, RandomStreams } from '../../src-shared/random'

/** All random streams of a simulated run, each drawing from the seed of the moment. */
export interface SeededStreams {
  readonly stream: RandomStreams
  /** Every stream begins anew from this seed. */
  reseed(seed: number): void
}

export function createStreams(first_seed: number): SeededStreams {
  let seed = first_seed
  let generation = 0
  return {
    stream(name) {
      let drawn_in = -1
      let draw: Random
      return () => {
        if (drawn_in !== generation) {
          draw = createRandom(seed, name)
          drawn_in = generation
        }
        return draw()
      }
    },
    reseed(next) {
      seed = next
      generation++
    }
  }
}

/** An integer between the two, both included. */
export function between(random: Random, range: readonly [number, number]): number {
  return within(random(), range)
}

/** The same of a number that is drawn already, uniform in [0, 1). */
export function within(drawn: number, [lowest, highest]: readonly [number, number]): number {
  return lowest + Math.floor(drawn * (highest - lowest + 1))
}
