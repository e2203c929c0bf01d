/** `cut`: the file ends within this part. `damaged`: its bytes, or some behind it, are not those that were written. */
export type PartState = 'whole' | 'cut' | 'damaged'

/** A part of a recording's events, of whole lines. */
export interface RecordedPart {
  /** Of a part that is not whole: what stands before the damage, as far as that can be told. */
  readonly text: string
  readonly state: PartState
}
