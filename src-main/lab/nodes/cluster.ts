import { isTrueClock, LEAVE_CHECK_MS, LEAVE_MS, LEAVE_MS_MAX } from '../../../src-node/node-core/conditions'
import { findProtocol } from '../../../src-node/protocols/registry'
import type { ClockSettings, DiskSettings, TraceSettings } from '../../../src-node/node-core/conditions'
import type { NodeStart } from '../../../src-node/runtime/control'
import { Membership } from '../../../src-node/node-core/membership'
import type { EventBody, ExitReason, TimedEvent } from '../../../src-shared/events'
import type { EndpointId, LinkId, NodeId } from '../../../src-shared/ids'
import { linkId } from '../../../src-shared/ids'
import type { Parameters } from '../../../src-shared/description/protocol-description'
import type { ChildExit } from './children'
import type { NodeCondition } from '../faults/condition'
import { NodeDisks } from './node-disks'
import type { CommandArguments } from './node-process'
import { NodeProcess } from './node-process'
import type { Reaper } from '../reaper/reaper'

export interface ClusterOptions {
  /** Those that the run begins with. */
  readonly nodes: readonly NodeId[]
  /** Roles that the scenario gave to nodes for good. */
  readonly roles: Readonly<Record<NodeId, string>>
  readonly protocol: string
  readonly parametersOf: (node: NodeId) => Parameters
  readonly seed: number
  /** Of the run; see `NodeStart`. */
  readonly secret: string
  readonly trace: TraceSettings
  readonly sample_interval_ms: number
  /** Each node gets a folder of its own in it. */
  readonly data_dir: string
  readonly reaper: Reaper
  /** Of the nodes' processes; see `os.setPriority`. */
  readonly node_priority: number
  /** What faults want of a node that is about to start. */
  readonly conditionOf: (node: NodeId) => NodeCondition
  /** Where a node listens from now on; null: nowhere. */
  readonly onTarget: (node: NodeId, port: number | null) => void
  readonly onEvents: (events: TimedEvent[]) => void
  readonly emit: (event: EventBody) => void
}

/** When a run's time begins and where its proxies listen; known once every process is loaded. */
export interface ClusterStart {
  readonly epoch_ns: bigint
  readonly proxy_ports: Readonly<Record<LinkId, number>>
}

interface Member {
  readonly process: NodeProcess
  readonly boot: number
  /** Why it is about to end; null while it is meant to live. */
  ending: Exclude<ExitReason, 'failed'> | null
  paused: boolean
}

/** A node that goes on for a while before it stops for good. */
interface Leaving {
  /** When its protocol is asked whether it may stop, and when it stops whatever that says. */
  ask: NodeJS.Timeout
  readonly insist: NodeJS.Timeout
  /** Nothing keeps it any more. */
  is_over: boolean
  readonly onGone: () => void
}

/** The processes of a run's nodes: starts, ends, pauses and restarts them, and tells the stream what became of them. */
export class Cluster {
  /** Nodes with a process. */
  private readonly members = new Map<NodeId, Member>()
  private readonly boots = new Map<NodeId, number>()
  /** Nodes that ought to be up. One that is still on its way down starts again when it has ended. */
  private readonly wanted = new Set<NodeId>()
  /** Processes that load, or have loaded, for the next start of their node. */
  private readonly standby = new Map<NodeId, NodeProcess>()
  private readonly disks: NodeDisks
  /** What is to become of a disk once its node is down. */
  private readonly disk_changes = new Map<NodeId, 'lose' | 'restore'>()
  private begun: ClusterStart | null = null
  private readonly membership: Membership
  private readonly leaving = new Map<NodeId, Leaving>()
  private closing = false

  /** Begins to load every node's process; they run once {@link startAll} is called. */
  constructor(private readonly options: ClusterOptions) {
    this.disks = new NodeDisks(options.data_dir)
    this.membership = new Membership([options.nodes], options.roles)
    for (const node of options.nodes) this.prepare(node)
  }

  /** Resolves when every process is loaded. */
  async loaded(): Promise<void> {
    await Promise.all([...this.standby.values()].map((process) => process.loaded))
  }

  /** Starts every node, and waits until all are ready. Rejects with the first node's reason when one cannot start. */
  async startAll(begun: ClusterStart): Promise<void> {
    this.begun = begun
    await Promise.all(this.options.nodes.map((node) => this.boot(node)))
  }

  /** A node takes part from now on, over these proxies: it starts, and the others learn of it. */
  join(node: NodeId, role: string | null, ports: ClusterStart['proxy_ports']): void {
    const begun = this.begun!
    this.begun = { ...begun, proxy_ports: { ...begun.proxy_ports, ...ports } }
    this.membership.join(node, role)
    this.tellMembers()
    this.start(node)
  }

  /** A node takes part no more: all learn of it, itself included, and it stops in order once nobody needs it. See {@link LEAVE_MS}. */
  leave(node: NodeId, onGone: () => void): void {
    this.membership.leave(node)
    this.tellMembers()
    if (!this.members.has(node) && !this.mayBeNeeded) return this.remove(node, onGone)
    const insist = setTimeout(() => this.stopLeaving(node), LEAVE_MS_MAX)
    const leaving: Leaving = { ask: setTimeout(() => this.askMayStop(node, leaving), LEAVE_MS), insist, is_over: false, onGone }
    this.leaving.set(node, leaving)
  }

  private askMayStop(node: NodeId, leaving: Leaving): void {
    this.members.get(node)?.process.askMayStop()
    leaving.ask = setTimeout(() => this.askMayStop(node, leaving), LEAVE_CHECK_MS)
  }

  private stopLeaving(node: NodeId): void {
    const leaving = this.leaving.get(node)
    if (leaving === undefined) return
    leaving.is_over = true
    if (this.members.has(node)) this.stop(node)
    else this.goneForGood(node, leaving)
  }

  private goneForGood(node: NodeId, leaving: Leaving): void {
    forgetTimers(leaving)
    this.leaving.delete(node)
    this.remove(node, leaving.onGone)
  }

  /** Whether the protocol says how long nodes that leave are needed. */
  private get mayBeNeeded(): boolean {
    return findProtocol(this.options.protocol).mayStop !== undefined
  }

  /** Nodes that take part, in the order in which they came. */
  get memberNodes(): readonly NodeId[] {
    return this.membership.nodes
  }

  /** Those, and the ones that are about to leave. */
  get reachableNodes(): readonly NodeId[] {
    return this.membership.reachable
  }

  /** Where to connect, as this endpoint, to reach each node, those included that are about to leave. */
  portsFrom(endpoint: EndpointId): Record<NodeId, number> {
    const { proxy_ports } = this.begun!
    const nodes = this.membership.reachable.filter((node) => node !== endpoint)
    return Object.fromEntries(nodes.map((node) => [node, proxy_ports[linkId(endpoint, node)]!]))
  }

  /** Starts a node again; does nothing when it is up. */
  start(node: NodeId): void {
    this.wanted.add(node)
    if (!this.members.has(node)) this.restart(node)
  }

  /** `kill -9`. */
  crash(node: NodeId): void {
    this.wanted.delete(node)
    const member = this.members.get(node)
    if (!member) return
    member.ending ??= 'crashed'
    member.process.signal('SIGKILL')
  }

  /** An orderly stop; a paused process goes on just for that. */
  stop(node: NodeId): void {
    void this.end(node)
  }

  /** SIGSTOP: the process lives and does nothing at all. */
  pause(node: NodeId): void {
    const member = this.members.get(node)
    if (!member || member.paused) return
    member.paused = true
    member.process.signal('SIGSTOP')
    this.options.emit({ kind: 'node-paused', node })
  }

  resume(node: NodeId): void {
    const member = this.members.get(node)
    if (!member?.paused) return
    member.paused = false
    member.process.signal('SIGCONT')
    this.options.emit({ kind: 'node-resumed', node })
  }

  setClock(node: NodeId, clock: ClockSettings): void {
    this.members.get(node)?.process.setClock(clock)
    this.options.emit({ kind: 'node-clock', node, ...clock })
  }

  setDisk(node: NodeId, disk: DiskSettings): void {
    this.members.get(node)?.process.setDisk(disk)
    this.options.emit({ kind: 'node-disk', node, ...disk })
  }

  /** Everything on the disk is gone, once the node is down. */
  loseDisk(node: NodeId): void {
    this.changeDisk(node, 'lose')
  }

  /** Keeps a copy of what is durable on the node's disk now, in place of an earlier one. Throws what the system reports. */
  backUpDisk(node: NodeId): void {
    this.disks.backUp(node)
  }

  /** The disk becomes its newest backup, once the node is down. */
  restoreDisk(node: NodeId): void {
    this.changeDisk(node, 'restore')
  }

  setSwitches(node: NodeId, switches: readonly string[]): void {
    this.members.get(node)?.process.setSwitches(switches)
    this.options.emit({ kind: 'node-switches', node, switches })
  }

  /** Rejects with the node's own words when it refuses. */
  async command(node: NodeId, command: string, given: CommandArguments): Promise<void> {
    const member = this.members.get(node)
    if (!member) throw new Error(`${node} is down`)
    await member.process.command(command, given)
  }

  /** Ends every process, in order where it runs; resolves when all are gone. */
  async close(): Promise<void> {
    this.closing = true
    for (const leaving of this.leaving.values()) forgetTimers(leaving)
    const standby = [...this.standby.values()]
    for (const process of standby) process.signal('SIGKILL')
    await Promise.all([...standby.map(({ exited }) => exited), ...this.membership.ever.map((node) => this.end(node))])
  }

  private tellMembers(): void {
    for (const [node, { process }] of this.members) process.setMembers(this.membership.history, this.portsFrom(node))
  }

  /** It is down for good, until it joins again. */
  private remove(node: NodeId, onGone: () => void): void {
    this.wanted.delete(node)
    this.standby.get(node)?.signal('SIGKILL')
    this.membership.remove(node)
    this.tellMembers()
    onGone()
  }

  private changeDisk(node: NodeId, change: 'lose' | 'restore'): void {
    this.disk_changes.set(node, change)
    if (!this.members.has(node)) this.finishDiskChange(node)
  }

  private finishDiskChange(node: NodeId): void {
    const change = this.disk_changes.get(node)
    this.disk_changes.delete(node)
    try {
      if (change) this.disks[change](node)
    } catch (error) {
      const text = `The disk of ${node} could not be changed: ${(error as Error).message}.`
      this.options.emit({ kind: 'notice', level: 'error', text })
    }
  }

  private async end(node: NodeId): Promise<void> {
    this.wanted.delete(node)
    const member = this.members.get(node)
    if (!member) return
    member.ending ??= 'stopped'
    if (member.paused) member.process.signal('SIGCONT')
    await member.process.stop()
  }

  /** Loads the process of the node's next start: while it is down, so that a restart takes what recovery takes, even on a busy machine. */
  private prepare(node: NodeId): NodeProcess {
    const { reaper, node_priority, onTarget, onEvents } = this.options
    const listener = {
      onListening: (port: number) => onTarget(node, port),
      onEvents,
      onMayStop: () => this.stopLeaving(node)
    }
    const process = new NodeProcess(reaper, listener, node_priority)
    this.standby.set(node, process)
    void process.exited.then(() => this.standby.get(node) === process && this.standby.delete(node))
    return process
  }

  private prepareAhead(node: NodeId): void {
    try {
      this.prepare(node)
    } catch {
      // It is tried again, and the reason told, when the node is to start.
    }
  }

  private restart(node: NodeId): void {
    this.boot(node).catch((error: Error) => {
      // An ordered end is no failure to start.
      if (!this.wanted.has(node)) return
      this.options.emit({ kind: 'notice', level: 'warning', text: `${node} did not start: ${error.message}` })
    })
  }

  private async boot(node: NodeId): Promise<void> {
    const process = this.standby.get(node) ?? this.prepare(node)
    this.standby.delete(node)
    const boot = (this.boots.get(node) ?? 0) + 1
    const member: Member = { process, boot, ending: null, paused: false }
    this.boots.set(node, boot)
    this.wanted.add(node)
    this.members.set(node, member)
    void process.exited.then((exit) => this.onExit(node, member, exit))
    this.options.emit({ kind: 'node-started', node, boot, pid: process.pid, generation: this.disks.generation(node) })
    const orders = this.orders(node, boot)
    if (!isTrueClock(orders.clock)) this.options.emit({ kind: 'node-clock', node, ...orders.clock })
    process.start(orders)
    // Paused, or waiting for its disk, it may be ready only long after somebody lost patience.
    const told = process.recovered.then(({ recovered_records, truncated_bytes }) => {
      this.options.emit({ kind: 'node-ready', node, boot, recovered_records, truncated_bytes })
      if (this.options.conditionOf(node).paused) this.pause(node)
    })
    told.catch(() => {})
    await process.ready()
  }

  private orders(node: NodeId, boot: number): Omit<NodeStart, 'kind'> {
    const { protocol, parametersOf, seed, secret, trace, sample_interval_ms, conditionOf } = this.options
    const { epoch_ns } = this.begun!
    const { history, roles } = this.membership
    const { clock, disk, service_us, message_us, switches } = conditionOf(node)
    return {
      node,
      boot,
      generation: this.disks.generation(node),
      history,
      roles,
      protocol,
      parameters: parametersOf(node),
      switches,
      seed,
      secret,
      epoch_ns,
      data_dir: this.disks.folder(node),
      port: 0,
      peer_ports: this.portsFrom(node),
      clock,
      disk,
      service_us,
      message_us,
      trace,
      sample_interval_ms
    }
  }

  private onExit(node: NodeId, member: Member, { code, signal, output }: ChildExit): void {
    const reason = member.ending ?? 'failed'
    this.members.delete(node)
    this.options.onTarget(node, null)
    const said = member.process.failure
    const last_words = said !== null && !output.includes(said) ? [...output, said] : output
    this.options.emit({ kind: 'node-exited', node, boot: member.boot, reason, code, signal, output: last_words })
    if (this.closing) return
    this.finishDiskChange(node)
    const leaving = this.leaving.get(node)
    // What only this node has may come back with it.
    if (leaving && (leaving.is_over || !this.mayBeNeeded)) {
      return this.goneForGood(node, leaving)
    }
    this.prepareAhead(node)
    if (reason === 'failed') this.wanted.delete(node)
    else if (this.wanted.has(node)) this.restart(node)
  }
}

function forgetTimers({ ask, insist }: Leaving): void {
  clearTimeout(ask)
  clearTimeout(insist)
}
