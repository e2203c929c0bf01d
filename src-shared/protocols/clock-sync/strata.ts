/** How far a node is from a reference clock. Each stratum asks the one above it that has members. */
export const STRATA = ['stratum-1', 'stratum-2', 'stratum-3'] as const
export type Stratum = (typeof STRATA)[number]
