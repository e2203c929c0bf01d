/** The models that are decided by their definitions: not the search for one order in real time, and not what shows in the end. */
export const DEFINED = [
  'sequential',
  'causal-memory',
  'causal-convergence',
  'causal',
  'pram',
  'read-your-writes',
  'monotonic-reads',
  'monotonic-writes',
  'writes-follow-reads'
] as const
