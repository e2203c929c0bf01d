import type { NodeId } from '../../src-shared/ids'

/** Who takes part in a run, in which order they came, and who is about to leave. */
export class Membership {
  private current: readonly NodeId[]
  private readonly everybody: NodeId[]
  private readonly present: Set<NodeId>
  private readonly known: Set<NodeId>
  private readonly given_roles: Record<NodeId, string>

  /** `ever`: everybody who has taken part so far; absent: these nodes. `initial`: those that the run began with; absent: these nodes. */
  constructor(
    nodes: readonly NodeId[],
    roles: Readonly<Record<NodeId, string>> = {},
    ever: readonly NodeId[] = nodes,
    readonly initial: readonly NodeId[] = nodes
  ) {
    this.current = [...nodes]
    this.everybody = [...ever]
    this.present = new Set(nodes)
    this.known = new Set(ever)
    this.given_roles = { ...roles }
  }

  /** Those who take part now. */
  get nodes(): readonly NodeId[] {
    return this.current
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
    return this.current.includes(node)
  }

  isReachable(node: NodeId): boolean {
    return this.present.has(node)
  }

  /** Whether it takes part or did. */
  knows(node: NodeId): boolean {
    return this.known.has(node)
  }

  join(node: NodeId, role: string | null): void {
    this.current = [...this.current, node]
    this.present.add(node)
    if (!this.known.has(node)) this.everybody.push(node)
    this.known.add(node)
    if (role !== null) this.given_roles[node] = role
  }

  /** It takes part no more, and can still be reached until it is {@link remove}d. */
  leave(node: NodeId): void {
    if (this.takesPart(node)) this.current = this.current.filter((other) => other !== node)
  }

  /** It has gone. */
  remove(node: NodeId): void {
    this.leave(node)
    this.present.delete(node)
  }
}
