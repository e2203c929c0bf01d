/** The keys that were asked for last, so many at most: where they fall, a shard is split by its load. */
const SAMPLE_MAX = 256

export interface KeySample {
  /** In no order. */
  readonly keys: string[]
  /** The place of the oldest, which gives way to the next. */
  oldest: number
}

export function emptySample(): KeySample {
  return { keys: [], oldest: 0 }
}

export function noteKey(sample: KeySample, key: string): void {
  sample.keys[sample.oldest] = key
  sample.oldest = (sample.oldest + 1) % SAMPLE_MAX
}
