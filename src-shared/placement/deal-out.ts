import type { Random } from '../random'

/** By partition: the place of the member that holds it; null: nobody yet. */
export type Holders = readonly (number | null)[]

/** Gives every member its part of the partitions by its weight, as even as can be; moves no more than that takes. */
export function dealOut(before: Holders, weights: readonly number[], random: Random): Uint32Array {
  const held = weights.map(() => 0)
  for (const holder of before) if (holder !== null) held[holder]! += 1
  const parts = partsOf(before.length, weights, held)
  const holders = [...before]
  const order = shuffled(holders.length, random)
  for (const partition of order) {
    const holder = holders[partition]!
    if (holder === null || held[holder]! <= parts[holder]!) continue
    held[holder]! -= 1
    holders[partition] = null
  }
  const wanting = parts.flatMap((part, member) => Array<number>(part - held[member]!).fill(member))
  const free = order.filter((partition) => holders[partition] === null)
  free.forEach((partition, i) => (holders[partition] = wanting[i]!))
  return Uint32Array.from(holders as number[])
}

/** Whole parts by largest remainder; of equal remainders that of the member that holds more already, for fewer moves. */
function partsOf(total: number, weights: readonly number[], held: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0)
  const exact = weights.map((weight) => (total * weight) / sum)
  const parts = exact.map(Math.floor)
  const left = total - parts.reduce((all, part) => all + part, 0)
  const remainder = (member: number): number => exact[member]! - parts[member]!
  const order = weights.map((_, member) => member)
  order.sort((a, b) => remainder(b) - remainder(a) || held[b]! - held[a]! || a - b)
  for (const member of order.slice(0, left)) parts[member]! += 1
  return parts
}

/** 0 … length − 1 in an order drawn at random (Fisher–Yates). */
function shuffled(length: number, random: Random): number[] {
  const order = Array.from({ length }, (_, i) => i)
  for (let last = length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    ;[order[last], order[other]] = [order[other]!, order[last]!]
  }
  return order
}
