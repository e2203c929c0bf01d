import type { ClockSettings, DiskSettings } from '../../../src-node/node-core/conditions'
import type { EventBody } from '../../../src-shared/events'
import type { FaultAction } from '../../../src-shared/faults/actions'
import { linkEnds, linksAmong } from '../../../src-shared/ids'
import type { ClientId, LinkId, NodeId } from '../../../src-shared/ids'
import { partitionLinks } from '../../../src-shared/network/partitions'
import {
  adversaryEffects,
  changedLinks,
  initialCondition,
  isLinkField,
  linkEffects,
  nodeEffects,
  switchEffects
} from './condition'
import type { Condition, Effects, LinkCondition, NodeCondition } from './condition'
import type { Member } from '../../../src-shared/scenario/members'
import { describeAction } from '../../../src-shared/faults/label'

export type FaultSource = 'timeline' | 'person'

/** What a node said to an operator command: null when it carries it out, else why not. */
export type CommandOutcome = (refusal: string | null) => void

/**
 * Port through which faults are injected: fabric and cluster for real processes, or the simulation. Calls are asynchronous
 * orders.
 */
export interface FaultInjector {
  setLinks(changes: readonly ({ readonly link: LinkId } & LinkCondition)[]): void
  crash(node: NodeId): void
  stop(node: NodeId): void
  /** Starts the node unless it is up. */
  start(node: NodeId): void
  pause(node: NodeId): void
  resume(node: NodeId): void
  setClock(node: NodeId, clock: ClockSettings): void
  setDisk(node: NodeId, disk: DiskSettings): void
  /** Everything on the disk is gone, once the node is down. */
  loseDisk(node: NodeId): void
  /** Keeps a copy of what is durable on the node's disk now, in place of an earlier one. Throws what the system reports. */
  backUpDisk(node: NodeId): void
  /** The disk becomes the newest backup, once the node is down. */
  restoreDisk(node: NodeId): void
  setSwitches(node: NodeId, switches: readonly string[]): void
  /** Whether an adversary picks deliveries. Asked of simulations alone. */
  setAdversary(on: boolean): void
  /** Takes the node in and starts it; its links come to be. */
  join(member: Member): void
  /** The node takes part no more: it has time to hand over, stops in order and does not start again. `onGone`: it is down. */
  leave(node: NodeId, onGone: () => void): void
  /** `outcome` is told once, perhaps later. */
  command(
    node: NodeId,
    command: string,
    given: Readonly<Record<string, string | number | boolean>>,
    outcome: CommandOutcome
  ): void
}

export type JoinAction = Extract<FaultAction, { do: 'join' }>

export interface ActOptions {
  readonly by: FaultSource
  /** Absent: what the action says of itself. */
  readonly label?: string
  /** Told what came of an operator command; of any other action, that it is done. */
  readonly outcome?: CommandOutcome
}

/** A fault in force. */
interface ActiveFault {
  readonly fault: number
  readonly kind: FaultAction['do']
  readonly by: FaultSource
  readonly effects: Effects
}

/**
 * The faults in force. Each act gets a number and is a `fault-started` in the stream; it ends when it is undone, healed, or replaced
 * by a later one that sets all that it set. What only mends (heal, restart, resume, setting something back) or happens once (a
 * command) starts and ends in the same moment. A person who drags a slider adjusts one fault, which is a `fault-changed`.
 */
export class Faults {
  private active: ActiveFault[] = []
  private last_fault = 0
  private condition: Condition
  private readonly backed_up = new Set<NodeId>()
  /** Nodes that take part no more and have not gone yet. */
  private readonly leaving = new Set<NodeId>()

  /** `healthy`: links and nodes without faults. `emit` puts an event into the stream. */
  constructor(
    private healthy: Condition,
    private nodes: readonly NodeId[],
    private readonly clients: readonly ClientId[],
    private readonly injector: FaultInjector,
    private readonly emit: (event: EventBody) => void,
    private readonly admit: (action: JoinAction) => Member,
    /** Nodes and clients of a region. */
    private readonly membersOf: (region: string) => ReadonlySet<string>
  ) {
    this.condition = healthy
  }

  /** Takes a node in: from now on faults reach it, and it starts. */
  private join(member: Member): void {
    this.nodes = [...this.nodes, member.name]
    this.healthy = this.healthy.withNode(member.name, initialCondition(member))
    this.applyCondition()
    this.emit({ kind: 'member-joined', node: member.name, role: member.role })
    this.injector.join(member)
  }

  /** Until it has gone, faults reach it. */
  private leave(node: NodeId, by: FaultSource): void {
    this.leaving.add(node)
    this.injector.leave(node, () => this.gone(node, by))
  }

  /** Whatever faults did to it is over, too. */
  private gone(node: NodeId, by: FaultSource): void {
    this.leaving.delete(node)
    this.nodes = this.nodes.filter((other) => other !== node)
    const owns = (field: string) => field.slice(0, field.indexOf(' ')).split('>').includes(node)
    for (const { effects } of this.active) for (const field of effects.keys()) if (owns(field)) effects.delete(field)
    this.endEmpty(by)
    this.applyCondition()
    this.emit({ kind: 'member-left', node })
  }

  /** Does it, and answers its number. The action names nodes, not words. Throws one sentence when it cannot be done. */
  act(action: FaultAction, { by, label = describeAction(action), outcome = () => {} }: ActOptions): number {
    if (action.do === 'restore-disk' && !this.backed_up.has(action.node)) {
      throw new Error(`there is no backup of ${action.node}; take one first with \`backup-disk\``)
    }
    const effects = this.effectsOf(action)
    const adjusted = by === 'person' ? this.adjust(action, effects, label) : null
    const fault = adjusted ?? this.begin(action, effects, by, label)
    this.changeDisk(action)
    if (action.do === 'join') this.join(this.admit(action))
    if (action.do === 'leave') this.leave(action.node, by)
    if (action.do === 'command') this.injector.command(action.node, action.command, action.arguments, outcome)
    else outcome(null)
    return fault
  }

  private begin(action: FaultAction, effects: Effects, by: FaultSource, label: string): number {
    const fault = ++this.last_fault
    this.emit({ kind: 'fault-started', fault, label, action, by, ...this.affected(action, effects) })
    this.clearHealed(effects, by)
    this.replace(action, effects, by)
    if (effects.size > 0) this.active.push({ fault, kind: action.do, by, effects })
    this.applyCondition()
    this.startNodes(action)
    if (effects.size === 0) this.emit({ kind: 'fault-ended', fault, by })
    return fault
  }

  /** Takes one fault back and leaves the others in force. Throws one sentence when there is nothing to take back. */
  undo(fault: number, by: FaultSource): void {
    if (fault > this.last_fault) throw new Error(`there is no fault ${fault}`)
    if (!this.isActive(fault)) throw new Error(`fault ${fault} has ended already`)
    this.end(fault, by)
    this.applyCondition()
  }

  isActive(fault: number): boolean {
    return this.active.some((one) => one.fault === fault)
  }

  /** Whether it takes part no more and has not gone yet. */
  isLeaving(node: NodeId): boolean {
    return this.leaving.has(node)
  }

  /** How many nodes take part. */
  get memberCount(): number {
    return this.nodes.length - this.leaving.size
  }

  /** What is in force for a node that is about to start. */
  node(node: NodeId): NodeCondition {
    return this.condition.nodes.get(node)!
  }

  private effectsOf(action: FaultAction): Effects {
    switch (action.do) {
      case 'partition':
        return linkEffects(partitionLinks(action.partition, this.nodes, this.clients), { mode: action.mode })
      case 'link':
        return linkEffects(this.linksBetween(action), action.change)
      case 'region-dark':
        return action.how === 'down'
          ? nodeEffects(this.nodesOf(action.region), { down: 'crash', paused: false })
          : linkEffects(this.linksAround(action.region), { mode: 'cut' })
      case 'region-slow':
        return this.slowEffects(action.region, action.delay_ms)
      case 'cut-cable':
        return linkEffects(this.linksAcross(action.regions), { mode: 'cut' })
      case 'crash':
      case 'lose-disk':
      case 'restore-disk':
        return nodeEffects([action.node], { down: 'crash', paused: false })
      case 'crash-all':
        return nodeEffects(this.nodes, { down: 'crash', paused: false })
      case 'stop':
        return nodeEffects([action.node], { down: 'stop', paused: false })
      case 'restart':
        return nodeEffects([action.node], { down: null })
      case 'restart-all':
        return nodeEffects(this.nodes, { down: null })
      case 'pause':
        return nodeEffects([action.node], { paused: true })
      case 'resume':
        return nodeEffects([action.node], { paused: false })
      case 'clock':
        return nodeEffects([action.node], { clock: { offset_us: action.offset_ms * 1000, drift_ppm: action.drift_ppm } })
      case 'disk': {
        const { sync_delay_ms, sync_fails, lose_unsynced, tear_unsynced, corrupt_writes } = action
        const disk = { sync_delay_us: sync_delay_ms * 1000, sync_fails, lose_unsynced, tear_unsynced, corrupt_writes }
        return nodeEffects([action.node], { disk })
      }
      case 'switch':
        return switchEffects(action.node === undefined ? this.nodes : [action.node], action.switch, action.on)
      case 'adversary':
        return adversaryEffects(action.on)
      case 'heal':
        return this.healEffects()
      case 'backup-disk':
      case 'command':
      case 'join':
      case 'leave':
        return new Map()
    }
  }

  /** Every link field that a fault has set, back to its healthy value. */
  private healEffects(): Effects {
    const effects: Effects = new Map()
    for (const fault of this.active) {
      for (const field of fault.effects.keys()) if (isLinkField(field)) effects.set(field, this.healthy.value(field))
    }
    return effects
  }

  /** The links that `from` and `to` mean; `*` is every node, never a client. */
  private linksBetween({ from, to, both }: Extract<FaultAction, { do: 'link' }>): LinkId[] {
    const isFrom = (end: string) => (from === '*' ? this.nodes.includes(end) : end === from)
    const isTo = (end: string) => (to === '*' ? this.nodes.includes(end) : end === to)
    const links = linksAmong(this.nodes, this.clients).filter((link) => {
      const [sender, receiver] = linkEnds(link)
      return (isFrom(sender) && isTo(receiver)) || (both && isFrom(receiver) && isTo(sender))
    })
    if (links.length === 0) throw new Error(`there is no link from ${from} to ${to}`)
    return links
  }

  private nodesOf(region: string): NodeId[] {
    const members = this.membersOf(region)
    return this.nodes.filter((node) => members.has(node))
  }

  /** The links with one end in the region. */
  private linksAround(region: string): LinkId[] {
    const members = this.membersOf(region)
    return linksAmong(this.nodes, this.clients).filter((link) => linkEnds(link).filter((end) => members.has(end)).length === 1)
  }

  /** The links with one end in each of the two regions. */
  private linksAcross(regions: readonly [string, string]): LinkId[] {
    const [one, other] = regions.map((region) => this.membersOf(region)) as [ReadonlySet<string>, ReadonlySet<string>]
    return linksAmong(this.nodes, this.clients).filter((link) => {
      const [from, to] = linkEnds(link)
      return (one.has(from) && other.has(to)) || (other.has(from) && one.has(to))
    })
  }

  /** Each link keeps its own length, and is so much longer. */
  private slowEffects(region: string, delay_ms: number): Effects {
    const effects: Effects = new Map()
    for (const link of this.linksAround(region)) {
      const { settings } = this.healthy.link(link)!
      effects.set(`${link} delay_ms`, settings.delay_ms + delay_ms)
    }
    return effects
  }

  /** Effects that restore a healthy value are not faults of their own: remove that field from the faults in force. */
  private clearHealed(effects: Effects, by: FaultSource): void {
    for (const [field, value] of effects) {
      if (!this.healthy.has(field, value)) continue
      effects.delete(field)
      for (const fault of this.active) fault.effects.delete(field)
    }
    this.endEmpty(by)
  }

  private endEmpty(by: FaultSource): void {
    for (const { fault, effects } of this.active) if (effects.size === 0) this.end(fault, by)
  }

  /** Sets anew exactly what a fault of the same kind and author has set; null if there is none, or if it would mend something. */
  private adjust(action: FaultAction, effects: Effects, label: string): number | null {
    const heals = [...effects].some(([field, value]) => this.healthy.has(field, value))
    const earlier = this.active.find((one) => one.kind === action.do && one.by === 'person' && sameFields(one.effects, effects))
    if (!earlier || heals || effects.size === 0) return null
    const { fault, kind, by } = earlier
    this.active = this.active.filter((one) => one !== earlier)
    this.replace(action, effects, by)
    this.active.push({ fault, kind, by, effects })
    this.emit({ kind: 'fault-changed', fault, label, action })
    this.applyCondition()
    return fault
  }

  /** Ends earlier faults of the same kind whose fields are all overridden by the new one. */
  private replace(action: FaultAction, effects: Effects, by: FaultSource): void {
    for (const earlier of this.active) {
      const covered = earlier.kind === action.do && [...earlier.effects.keys()].every((field) => effects.has(field))
      if (covered) this.end(earlier.fault, by)
    }
  }

  private end(fault: number, by: FaultSource): void {
    this.active = this.active.filter((one) => one.fault !== fault)
    this.emit({ kind: 'fault-ended', fault, by })
  }

  /** Brings links and nodes from the condition that was in force to the one that is now. */
  private applyCondition(): void {
    const before = this.condition
    this.condition = this.active.reduce((condition, { effects }) => condition.with(effects), this.healthy)
    if (this.condition.adversary !== before.adversary) this.injector.setAdversary(this.condition.adversary)
    const links = this.inOrder(changedLinks(before, this.condition))
    if (links.length > 0) this.injector.setLinks(links.map((link) => ({ link, ...this.condition.link(link)! })))
    for (const node of this.nodes) this.applyNodeCondition(node, before.nodes.get(node) ?? this.node(node), this.node(node))
  }

  private applyNodeCondition(node: NodeId, before: NodeCondition, after: NodeCondition): void {
    if (after.clock !== before.clock) this.injector.setClock(node, after.clock)
    if (after.disk !== before.disk) this.injector.setDisk(node, after.disk)
    if (after.switches.join() !== before.switches.join()) this.injector.setSwitches(node, after.switches)
    if (after.down === 'crash' && before.down !== 'crash') this.injector.crash(node)
    if (after.down === 'stop' && before.down === null) this.injector.stop(node)
    if (after.down === null && before.down !== null) this.injector.start(node)
    if (after.paused && !before.paused) this.injector.pause(node)
    if (!after.paused && before.paused && after.down === null) this.injector.resume(node)
  }

  /** Disk content changes, which undo does not revert. */
  private changeDisk(action: FaultAction): void {
    if (action.do === 'lose-disk') this.injector.loseDisk(action.node)
    if (action.do === 'restore-disk') this.injector.restoreDisk(action.node)
    if (action.do !== 'backup-disk') return
    this.injector.backUpDisk(action.node)
    this.backed_up.add(action.node)
  }

  /** A restart also starts what went down by itself, which no fault holds down. */
  private startNodes(action: FaultAction): void {
    if (action.do === 'restart') this.injector.start(action.node)
    if (action.do === 'restart-all') this.nodes.forEach((node) => this.injector.start(node))
  }

  private affected(action: FaultAction, effects: Effects): { nodes: NodeId[]; links: LinkId[] } {
    const affected_ids = new Set([...effects.keys()].map((field) => field.slice(0, field.indexOf(' '))))
    if ('node' in action && action.node !== undefined) affected_ids.add(action.node)
    const nodes = action.do === 'join' ? [...this.nodes, action.node] : this.nodes
    return {
      nodes: nodes.filter((node) => affected_ids.has(node)),
      links: this.inOrder([...affected_ids].filter((id): id is LinkId => id.includes('>')))
    }
  }

  /** Links as the network lists them: among nodes by sender and receiver, then those of each client. */
  private inOrder(links: readonly LinkId[]): LinkId[] {
    const { nodes, clients } = this
    const place = new Map([...nodes, ...clients].map((end, i) => [end, i]))
    const rank = (link: LinkId): [client: number, first: number, second: number] => {
      const [from, to] = linkEnds(link)
      if (clients.includes(from)) return [place.get(from)!, place.get(to) ?? 0, 0]
      if (clients.includes(to)) return [place.get(to)!, place.get(from) ?? 0, 1]
      return [-1, place.get(from) ?? 0, place.get(to) ?? 0]
    }
    const ranked = links.map((link) => ({ link, rank: rank(link) }))
    return ranked.sort((a, b) => a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1] || a.rank[2] - b.rank[2]).map(({ link }) => link)
  }
}

function sameFields(one: Effects, other: Effects): boolean {
  return one.size === other.size && [...one.keys()].every((field) => other.has(field))
}
