/** Uniform in [0, 1). */
export type Random = () => number

/** A repeatable stream of random numbers for one purpose: equal seed and name, equal numbers (sfc32, from the PractRand suite). */
export function createRandom(seed: number, stream: string): Random {
  let a = seed | 0
  let b = hashText(stream)
  let c = ~a ^ Math.imul(b, 0x9e3779b1)
  let counter = 1
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 2 ** 32
  }
  // The first numbers of neighbouring seeds still resemble each other.
  for (let i = 0; i < 16; i++) next()
  return next
}

/** FNV-1a. */
function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash
}

/** Exponentially distributed with the given mean, by inversion. */
export function exponential(mean: number, random: Random): number {
  return -mean * Math.log(1 - random())
}
