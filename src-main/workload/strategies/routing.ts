import type { NodeId } from '../../../src-shared/ids'
import type { Workload } from '../../../src-shared/scenario/sections/workload'
import type { ClientMap, KeyOrHash } from '../../../src-shared/wire/client-map'
import { groupOfKey } from '../../../src-shared/wire/client-map'

export type RoutingOptions = Pick<Workload, 'follow_redirects' | 'sticky'>

type Matches = (node: NodeId) => boolean

/** What a client has seen of a node. */
interface Measures {
  /** The shortest one so far. */
  readonly round_trip_us: number
  /** How old what it answered last was, as it told; 0 where it told nothing. */
  readonly age_us: number
}

/** Every so many choices by a measure, nodes are asked in turn: what was far away or silent may be so no more. */
const CHOICES_PER_PROBE = 20

/** What one client knows of the nodes, shared by all its operations; strategies choose by it whom to ask. */
export class Routing {
  private believed_leader: NodeId | null = null
  /** Whose turn it is where all are asked in turn. */
  private next_index: number
  /** Whom a sticky client stays with: looking for a leader does not move it. */
  private sticky_index: number
  /** Nodes that have not answered since they were last asked. */
  private readonly unresponsive = new Set<NodeId>()
  /** Of each node that has answered. */
  private readonly measures = new Map<NodeId, Measures>()
  private choices = 0
  /** Which group owns which keys, once a node has sent it; it may be out of date. */
  private map: ClientMap | null = null
  /** Who last answered for a key, or was named for it; where there is a map, for the group that owns it. */
  private readonly holders = new Map<string, NodeId>()

  /** `first` is the place in `nodes` of the node to ask first. */
  constructor(
    private asked_nodes: readonly NodeId[],
    first: number,
    public options: RoutingOptions
  ) {
    this.next_index = first % asked_nodes.length
    this.sticky_index = this.next_index
  }

  /** Those that a client chooses from. */
  get nodes(): readonly NodeId[] {
    return this.asked_nodes
  }

  /** Who takes part has changed: a client asks nobody else any more, and those who stay in the order in which it would have. */
  setNodes(nodes: readonly NodeId[]): void {
    const placeOf = (index: number) => Math.max(0, nodes.indexOf(this.firstThatStays(index, nodes)))
    this.next_index = placeOf(this.next_index)
    this.sticky_index = placeOf(this.sticky_index)
    this.asked_nodes = nodes
    if (this.believed_leader !== null && !nodes.includes(this.believed_leader)) this.believed_leader = null
    for (const [key, node] of this.holders) if (!nodes.includes(node)) this.holders.delete(key)
  }

  get leader(): NodeId | null {
    return this.believed_leader
  }

  isUnresponsive(node: NodeId): boolean {
    return this.unresponsive.has(node)
  }

  /** A node answered what only a leader does, or another node named it as the leader. */
  setLeader(leader: NodeId): void {
    if (this.nodes.includes(leader)) this.believed_leader = leader
  }

  /** A node says that it does not lead. */
  clearLeader(node: NodeId): void {
    if (this.believed_leader === node) this.believed_leader = null
  }

  /** Null: it has no map. */
  get map_epoch(): number | null {
    return this.map?.epoch ?? null
  }

  /** The newest map; null: none has come. */
  get newest_map(): ClientMap | null {
    return this.map
  }

  /** Goes by this map from now on, unless it has a newer one. */
  takeMap(map: ClientMap): void {
    if (map.epoch <= (this.map?.epoch ?? -1)) return
    // Without a map holders are known by key.
    if (this.map === null) this.holders.clear()
    this.map = map
  }

  /** The nodes that may hold the key; null: any may, there is no map. */
  candidatesOf(key: KeyOrHash): readonly NodeId[] | null {
    return this.map && groupOfKey(this.map, key).nodes
  }

  /** The node to ask about the key; null when none is known. */
  holderOf(key: KeyOrHash): NodeId | null {
    return this.holders.get(this.placeOf(key)) ?? null
  }

  /** Ignores one that by the map cannot hold it: what holds for the key need not hold for all of its group. */
  setHolder(key: KeyOrHash, node: NodeId): void {
    const candidates = this.candidatesOf(key) ?? this.nodes
    if (this.nodes.includes(node) && candidates.includes(node)) this.holders.set(this.placeOf(key), node)
  }

  /** The node says that it does not hold the key. */
  clearHolder(key: KeyOrHash, node: NodeId): void {
    if (this.holderOf(key) === node) this.holders.delete(this.placeOf(key))
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

  /** A node answered after so long. */
  measure(node: NodeId, round_trip_us: number, age_us = 0): void {
    const shortest_us = Math.min(round_trip_us, this.measures.get(node)?.round_trip_us ?? Infinity)
    this.measures.set(node, { round_trip_us: shortest_us, age_us })
  }

  /** The matching node of the least measure, one that was never measured before all others, one that is silent after them. */
  least(measure: keyof Measures, matches: Matches): NodeId | null {
    if (++this.choices % CHOICES_PER_PROBE === 0) return this.inTurn(matches)
    const rank = (node: NodeId) => (this.isUnresponsive(node) ? Infinity : (this.measures.get(node)?.[measure] ?? -1))
    const found = this.nodes.filter(matches)
    return found.length === 0 ? null : found.reduce((best, node) => (rank(node) < rank(best) ? node : best))
  }

  /** The next matching node, all in turn; null: none matches. */
  inTurn(matches: Matches): NodeId | null {
    const at = this.firstMatching(this.next_index, matches)
    if (at === null) return null
    this.next_index = (at + 1) % this.nodes.length
    return this.nodes[at]!
  }

  /** As {@link inTurn}, but a sticky client stays with its node as long as that one matches. */
  ownOrInTurn(matches: Matches): NodeId | null {
    if (!this.options.sticky) return this.inTurn(matches)
    const at = this.firstMatching(this.sticky_index, matches)
    if (at === null) return null
    this.sticky_index = at
    return this.nodes[at]!
  }

  private placeOf(key: KeyOrHash): string {
    return this.map === null ? String(key) : groupOfKey(this.map, key).name
  }

  private firstThatStays(from: number, nodes: readonly NodeId[]): NodeId {
    const at = this.firstMatching(from, (node) => nodes.includes(node)) ?? from
    return this.nodes[at]!
  }

  private firstMatching(from: number, matches: Matches): number | null {
    for (let i = 0; i < this.nodes.length; i++) {
      const at = (from + i) % this.nodes.length
      if (matches(this.nodes[at]!)) return at
    }
    return null
  }
}
