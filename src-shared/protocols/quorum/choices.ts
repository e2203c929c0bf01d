/** How versions of a value are told apart. */
export const VERSION_KINDS = ['timestamp', 'vector'] as const
export type VersionKind = (typeof VERSION_KINDS)[number]
