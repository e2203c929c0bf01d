/** Who proposes what clients ask for: whomever they ask, or the one whom all take for the distinguished proposer. */
export const PROPOSERS = ['any', 'distinguished'] as const
