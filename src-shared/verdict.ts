/** What a check comes to. `undecided`: a bound was hit; it neither holds nor fails. */
export type Verdict = 'holds' | 'violated' | 'undecided'
