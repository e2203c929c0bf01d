/**
 * Random numbers by counter, not by sequence: a draw is a pure function of (seed, link, frame number, purpose). The same frame
 * meets the same fate, and toggling one fault shifts nobody else's draws. Generator: Philox2x32-10 (Salmon et al., SC 2011).
 */
import type { LinkId } from '../ids'

/** What a number is drawn for. The codes are part of what a seed means: append, never renumber. */
export const DRAWS = {
  delay: 0,
  copy_delay: 1,
  loss: 2,
  loss_repeat: 3,
  gilbert_elliott_state: 4,
  gilbert_elliott_loss: 5,
  loss_state: 6,
  duplicate: 7,
  duplicate_repeat: 8,
  corrupt: 9,
  corrupt_repeat: 10,
  corrupt_bit: 11,
  reorder: 12,
  reorder_repeat: 13,
  /** Simulation: the way from the sender to the link. */
  loopback: 14,
  alter: 15,
  alter_at: 16
} as const
export type DrawPurpose = (typeof DRAWS)[keyof typeof DRAWS]

/** Uniform in [0, 1), by frame number and purpose. */
export type Draw = (frame: number, purpose: DrawPurpose) => number

/** The draws of one link. */
export function createDraw(seed: number, link: LinkId): Draw {
  const key = hash(`${seed}/${link}`)
  return (frame, purpose) => {
    philox2x32(frame, purpose, key)
    // 53 bits, all that a double in [0, 1) can hold.
    return ((output[0]! >>> 5) * 0x4000000 + (output[1]! >>> 6)) / 2 ** 53
  }
}

const MULTIPLIER = 0xd256d193
const MULTIPLIER_HIGH = MULTIPLIER >>> 16
const MULTIPLIER_LOW = MULTIPLIER & 0xffff
const WEYL = 0x9e3779b9
const ROUNDS = 10
const output = new Uint32Array(2)

/** Leaves the two output words in `output`, which it also returns. */
export function philox2x32(counter0: number, counter1: number, key: number): Uint32Array {
  let left = counter0 | 0
  let right = counter1 | 0
  let round_key = key | 0
  for (let round = 0; round < ROUNDS; round++) {
    // High word of a 32×32-bit product, from four partial products: all in 32-bit integers, which is what makes it quick.
    const left_high = left >>> 16
    const left_low = left & 0xffff
    const low_high = Math.imul(left_low, MULTIPLIER_HIGH)
    const high_low = Math.imul(left_high, MULTIPLIER_LOW)
    const middle = (Math.imul(left_low, MULTIPLIER_LOW) >>> 16) + (low_high & 0xffff) + (high_low & 0xffff)
    const high = Math.imul(left_high, MULTIPLIER_HIGH) + (low_high >>> 16) + (high_low >>> 16) + (middle >>> 16)
    const low = Math.imul(left, MULTIPLIER)
    left = high ^ round_key ^ right
    right = low
    round_key = (round_key + WEYL) | 0
  }
  output[0] = left
  output[1] = right
  return output
}

/** FNV-1a over UTF-16 units, finished by murmur3's mixer so that similar names fall far apart. */
function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
