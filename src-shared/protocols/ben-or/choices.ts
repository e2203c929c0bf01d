/** What a node begins each instance with: always the same bit, or one that its coin draws. */
export const INPUTS = ['coin', 'zero', 'one'] as const
