/**
 * How many nodes must agree before a protocol decides: more than half; enough that two such groups share an honest node although a
 * third of all lie (2f + 1 of 3f + 1); everybody; as many as a parameter says; or no number decides.
 */
export type QuorumDescription = 'majority' | 'byzantine' | 'all' | 'none' | { readonly parameter: string }

/** How many of `nodes` nodes make a quorum, with these parameters of the protocol; null where no number decides. */
export function quorumSize(
  quorum: QuorumDescription,
  nodes: number,
  parameters: Readonly<Record<string, unknown>>
): number | null {
  switch (quorum) {
    case 'none':
      return null
    case 'all':
      return nodes
    case 'majority':
      return Math.floor(nodes / 2) + 1
    case 'byzantine':
      return Math.floor((nodes + liarsBorne(nodes)) / 2) + 1
    default:
      return Number(parameters[quorum.parameter])
  }
}

/** How many of so many nodes may lie: fewer than a third (Pease, Shostak, Lamport 1980). */
export function liarsBorne(nodes: number): number {
  return Math.floor((nodes - 1) / 3)
}
