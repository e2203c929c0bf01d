import type { NodeId } from '../../src-shared/ids'

/** Which node a client asks next: the leader it believes in, otherwise all in turn. */
export class Route {
  private leader: NodeId | null = null
  private turn: number

  /** `first` is the place in `nodes` of the node to ask first. */
  constructor(
    private readonly nodes: readonly NodeId[],
    first: number,
    public follow_leader: boolean
  ) {
    this.turn = first % nodes.length
  }

  /** The node to ask now; null when none can be reached. */
  next(isReachable: (node: NodeId) => boolean): NodeId | null {
    if (this.follow_leader && this.leader !== null && isReachable(this.leader)) return this.leader
    for (let i = 0; i < this.nodes.length; i++) {
      const node = this.nodes[this.turn]!
      this.turn = (this.turn + 1) % this.nodes.length
      if (isReachable(node)) return node
    }
    return null
  }

  /** A node answered an operation, or another node named it as the leader. */
  believe(leader: NodeId): void {
    if (this.nodes.includes(leader)) this.leader = leader
  }

  /** A node did not answer, or says that it does not lead. */
  doubt(node: NodeId): void {
    if (this.leader === node) this.leader = null
  }
}
