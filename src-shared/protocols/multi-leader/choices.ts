/** What becomes of writes that did not know of each other. */
export const CONFLICTS = ['last-write-wins', 'merge', 'crdt'] as const
export type Conflicts = (typeof CONFLICTS)[number]

/** How an application merges them. */
export const MERGE_FUNCTIONS = ['union', 'concatenate', 'greatest'] as const
export type MergeFunction = (typeof MERGE_FUNCTIONS)[number]

/** Who passes updates on to whom. */
export const TOPOLOGIES = ['all-to-all', 'ring', 'star'] as const
export type Topology = (typeof TOPOLOGIES)[number]
