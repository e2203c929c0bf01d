/** What carries a run out: real processes, or virtual time. */
export const ENGINES = ['processes', 'simulation'] as const
export type Engine = (typeof ENGINES)[number]
