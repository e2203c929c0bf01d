import type { NodeId } from '../../src-shared/ids'
import type { PolicyDescription } from '../../src-shared/description/protocol-description'
import type { Workload } from '../../src-shared/scenario/schema'

export type Habits = Pick<Workload, 'follow_leader' | 'sticky'>

/** Which node a client asks next: the leader it believes in, otherwise all in turn. */
export class Route {
  private leader: NodeId | null = null
  /** Whose turn it is where all are asked in turn. */
  private turn: number
  /** Whom a sticky client stays with: looking for a leader does not move it. */
  private own: number
  /** Nodes that have not answered since they were last asked. */
  private readonly silent = new Set<NodeId>()

  /** `first` is the place in `nodes` of the node to ask first. */
  constructor(
    private readonly nodes: readonly NodeId[],
    first: number,
    public habits: Habits
  ) {
    this.turn = first % nodes.length
    this.own = this.turn
  }

  /** The node to ask now; null when none can be reached. The leader is asked for what its followers should do only without them. */
  next(isReachable: (node: NodeId) => boolean, whom: PolicyDescription['nodes'] = 'leader'): NodeId | null {
    const { follow_leader, sticky = false } = this.habits
    if (whom === 'leader') {
      const { leader } = this
      return follow_leader && leader !== null && isReachable(leader) ? leader : this.inTurn(isReachable, false)
    }
    const follows = (node: NodeId) => node !== this.leader && isReachable(node) && !(sticky && this.silent.has(node))
    return (whom === 'followers' ? this.inTurn(follows, sticky) : null) ?? this.inTurn(isReachable, sticky)
  }

  /** A node answered what only a leader does, or another node named it as the leader. */
  believe(leader: NodeId): void {
    if (this.nodes.includes(leader)) this.leader = leader
  }

  /** A node says that it does not lead. */
  disbelieve(node: NodeId): void {
    if (this.leader === node) this.leader = null
  }

  /** A node did not answer. */
  doubt(node: NodeId): void {
    this.disbelieve(node)
    this.silent.add(node)
    if (this.nodes[this.own] === node) this.own = (this.own + 1) % this.nodes.length
  }

  /** A node answered, whatever it said. */
  heard(node: NodeId): void {
    this.silent.delete(node)
  }

  /** The first that suits, from the one whose turn it is; `stay`: from the one that it stays with. */
  private inTurn(suits: (node: NodeId) => boolean, stay: boolean): NodeId | null {
    for (let i = 0; i < this.nodes.length; i++) {
      const at = ((stay ? this.own : this.turn) + i) % this.nodes.length
      if (!suits(this.nodes[at]!)) continue
      if (stay) this.own = at
      else this.turn = (at + 1) % this.nodes.length
      return this.nodes[at]!
    }
    return null
  }
}
