/** What is said of a member, and which of two words about it is the newer one. */

/** In the order of precedence under one incarnation. */
export const STATUSES = ['alive', 'suspect', 'dead', 'left'] as const
export type Status = (typeof STATUSES)[number]

export interface Word {
  readonly status: Status
  readonly incarnation: number
}

/**
 * Whether the first word overrides the second (SWIM §4.2): a higher incarnation does, and under the same one whatever is worse. `dead` holds
 * for its incarnation alone, where the paper's Confirm holds for good: a member may come back under a higher one, as in memberlist.
 */
export function overrides(word: Word, known: Word): boolean {
  if (word.incarnation !== known.incarnation) return word.incarnation > known.incarnation
  return STATUSES.indexOf(word.status) > STATUSES.indexOf(known.status)
}

/** Whether it takes part as far as somebody who has heard this word knows. */
export function takesPart({ status }: Word): boolean {
  return status === 'alive' || status === 'suspect'
}
