/** A row of a table of runs. */
export interface FigureDescription {
  readonly name: string
  readonly title: string
  /** Empty for plain counts. */
  readonly unit: string
  /** Which is better; null: neither, as the best runs have no such figure. */
  readonly better: 'less' | 'more' | null
  /** How it is counted, where the title leaves that open. */
  readonly note?: string
}
