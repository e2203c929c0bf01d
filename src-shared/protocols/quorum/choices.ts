/** How versions of a value are told apart. */
export const VERSION_KINDS = ['timestamp', 'vector'] as const
export type VersionKind = (typeof VERSION_KINDS)[number]

/** How keys are placed on nodes. */
export const PLACEMENT_KINDS = ['modulo', 'ring'] as const

/** How a ring is cut into ranges, and who keeps which: strategies 1, 2 and 3 of DeCandia et al. 2007, §6.2. */
export const RING_STRATEGIES = ['random-tokens', 'token-placed-ranges', 'even-ranges'] as const
