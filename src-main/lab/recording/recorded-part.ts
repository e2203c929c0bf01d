/** `cut`: the file ends within this part. `damaged`: its bytes, or some behind it, are not those that were written. */
export type PartState = 'whole' | 'cut' | 'damaged'

/** A part of a recording's events. */
export interface RecordedPart {
  /** In order, each of whole lines. Of a part that is not whole: what stands before the damage, as far as that can be told. */
  readonly texts: readonly string[]
  readonly state: PartState
}
