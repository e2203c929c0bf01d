import type { Required } from '../key-history'

/** An answer that nothing can explain, found without a search. */
export interface Finding {
  readonly stuck: Required
  /** An operation that makes it impossible; null: it is the lack of one. */
  readonly against: Required | null
  /** Goes on after "nothing explains …: ". */
  readonly why: string
}
