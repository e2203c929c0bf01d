interface QuorumSizes {
  /** Nodes that may crash. */
  readonly faults: number
  /** Messages that a node waits for in each phase. */
  readonly enough: number
  /** Proposals of one bit that decide it. */
  readonly decide: number
}

/** `faults` 0: as many as the cluster bears, fewer than half (Ben-Or 1983, for nodes that crash). */
export function quorumSizes(nodes: number, { faults }: { readonly faults: number }): QuorumSizes {
  const borne = faults || Math.floor((nodes - 1) / 2)
  return { faults: borne, enough: nodes - borne, decide: borne + 1 }
}
