/** Seeds from the first to the last, both included. */
export interface SeedRange {
  readonly first: number
  readonly last: number
}
