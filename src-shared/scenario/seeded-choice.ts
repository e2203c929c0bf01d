/** Choices of a seed. */
export interface Draw {
  /** A whole number, both ends included. */
  whole(least: number, most: number): number
  chance(share: number): boolean
  pick<T>(from: readonly T[]): T
  /** One of the keys by its weight, in the order of the entries; the weights sum to more than 0. */
  weighted<T>(entries: readonly (readonly [T, number])[]): T
  shuffle<T>(all: readonly T[]): T[]
}

/** Draws from a stream of numbers uniform in [0, 1). */
export function createDraw(random: () => number): Draw {
  const below = (count: number) => Math.floor(random() * count)
  return {
    whole: (least, most) => Math.ceil(least) + below(Math.floor(most) - Math.ceil(least) + 1),
    chance: (share) => random() < share,
    pick: (from) => from[below(from.length)]!,
    weighted(entries) {
      let left = random() * entries.reduce((sum, [, weight]) => sum + weight, 0)
      const found = entries.find(([, weight]) => (left -= weight) < 0)
      return (found ?? entries.at(-1)!)[0]
    },
    shuffle(all) {
      const rest = [...all]
      for (let i = rest.length - 1; i > 0; i--) {
        const j = below(i + 1)
        ;[rest[i], rest[j]] = [rest[j]!, rest[i]!]
      }
      return rest
    }
  }
}
