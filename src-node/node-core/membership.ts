import type { NodeId } from '../../src-shared/ids'

/** Who takes part in a run, in which order they came, and who is about to leave. */
export class Membership {
  private readonly lists: (readonly NodeId[])[]
  private readonly everybody: NodeId[]
  private readonly present: Set<NodeId>
  private readonly known: Set<NodeId>
  private readonly given_roles: Record<NodeId, string>

  /** `history`: the list of members after each change, from the one that the run began with to that of now. */
  constructor(history: readonly (readonly NodeId[])[], roles: Readonly<Record<NodeId, string>> = {}) {
    this.lists = [...history]
    this.known = new Set(history.flat())
    this.everybody = [...this.known]
    this.present = new Set(this.nodes)
    this.given_roles = { ...roles }
  }

  /** Those who take part now. */
  get nodes(): readonly NodeId[] {
    return this.lists.at(-1)!
  }

  /** Those that the run began with. */
  get initial(): readonly NodeId[] {
    return this.lists[0]!
  }

  /** Every list of members so far: nodes can go and come back. */
  get history(): readonly (readonly NodeId[])[] {
    return this.lists
  }

  /** Those who do or did: a node's place among them never changes. */
  get ever(): readonly NodeId[] {
    return this.everybody
  }

  /** Roles that the scenario gave for good. */
  get roles(): Readonly<Record<NodeId, string>> {
    return this.given_roles
  }

  /** Those who take part, and those about to leave. */
  get reachable(): readonly NodeId[] {
    return [...this.present]
  }

  takesPart(node: NodeId): boolean {
    return this.nodes.includes(node)
  }

  isReachable(node: NodeId): boolean {
    return this.present.has(node)
  }

  /** Whether it takes part or did. */
  knows(node: NodeId): boolean {
    return this.known.has(node)
  }

  join(node: NodeId, role: string | null): void {
    this.become([...this.nodes, node])
    if (role !== null) this.given_roles[node] = role
  }

  /** It takes part no more, and can still be reached until it is {@link remove}d. */
  leave(node: NodeId): void {
    if (this.takesPart(node)) this.become(this.nodes.filter((other) => other !== node))
  }

  /** The next list of members. Those who are not on it can still be reached until they are {@link remove}d. */
  become(nodes: readonly NodeId[]): void {
    this.lists.push(nodes)
    for (const node of nodes) {
      this.present.add(node)
      if (!this.known.has(node)) this.everybody.push(node)
      this.known.add(node)
    }
  }

  /** It has gone. */
  remove(node: NodeId): void {
    this.leave(node)
    this.present.delete(node)
  }
}
