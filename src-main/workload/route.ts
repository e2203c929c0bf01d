import type { NodeId } from '../../src-shared/ids'
import type { PolicyDescription } from '../../src-shared/description/protocol-description'
import type { Workload } from '../../src-shared/scenario/sections/workload'

export type RoutingOptions = Pick<Workload, 'follow_leader' | 'sticky'>

/** Chooses the node for a client's next request: the known leader, otherwise round-robin. */
export class Route {
  private leader: NodeId | null = null
  /** Whose turn it is where all are asked in turn. */
  private next_index: number
  /** Whom a sticky client stays with: looking for a leader does not move it. */
  private sticky_index: number
  /** Nodes that have not answered since they were last asked. */
  private readonly unresponsive = new Set<NodeId>()

  /** `first` is the place in `nodes` of the node to ask first. */
  constructor(
    private readonly nodes: readonly NodeId[],
    first: number,
    public routing: RoutingOptions
  ) {
    this.next_index = first % nodes.length
    this.sticky_index = this.next_index
  }

  /** The node to ask now; null when none can be reached. The leader is asked for what its followers should do only without them. */
  next(isReachable: (node: NodeId) => boolean, target: PolicyDescription['nodes'] = 'leader'): NodeId | null {
    const { follow_leader, sticky = false } = this.routing
    if (target === 'leader') {
      const { leader } = this
      return follow_leader && leader !== null && isReachable(leader) ? leader : this.nextMatching(isReachable, false)
    }
    const follows = (node: NodeId) => node !== this.leader && isReachable(node) && !(sticky && this.unresponsive.has(node))
    return (target === 'followers' ? this.nextMatching(follows, sticky) : null) ?? this.nextMatching(isReachable, sticky)
  }

  /** A node answered what only a leader does, or another node named it as the leader. */
  setLeader(leader: NodeId): void {
    if (this.nodes.includes(leader)) this.leader = leader
  }

  /** A node says that it does not lead. */
  clearLeader(node: NodeId): void {
    if (this.leader === node) this.leader = null
  }

  /** A node did not answer. */
  markUnresponsive(node: NodeId): void {
    this.clearLeader(node)
    this.unresponsive.add(node)
    if (this.nodes[this.sticky_index] === node) this.sticky_index = (this.sticky_index + 1) % this.nodes.length
  }

  /** A node answered, whatever it said. */
  markResponsive(node: NodeId): void {
    this.unresponsive.delete(node)
  }

  /** The first matching node, from the round-robin position; with `stay`, from the node the client sticks to. */
  private nextMatching(matches: (node: NodeId) => boolean, is_sticky: boolean): NodeId | null {
    for (let i = 0; i < this.nodes.length; i++) {
      const at = ((is_sticky ? this.sticky_index : this.next_index) + i) % this.nodes.length
      if (!matches(this.nodes[at]!)) continue
      if (is_sticky) this.sticky_index = at
      else this.next_index = (at + 1) % this.nodes.length
      return this.nodes[at]!
    }
    return null
  }
}
