/** Real node processes wired straight to each other, without lab or fabric. */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RUN_SECRET } from './direct-client'
import { decodeEvents } from '../../../src-shared/wire/events'
import type { TimedEvent } from '../../../src-shared/events'
import { protocols } from '../../../src-node/protocols/registry'
import { DEFAULT_TRACE, HEALTHY_DISK, TRUE_CLOCK } from '../../../src-node/node-core/conditions'
import type { TraceSettings } from '../../../src-node/node-core/conditions'
import type { LabToNode, NodeStart, NodeToLab } from '../../../src-node/runtime/control'
import { entryPath } from '../../../src-node/runtime/entries'
import { closeChannel } from '../../../src-main/lab/nodes/close-channel'

export interface DirectClusterOptions {
  readonly nodes: readonly string[]
  /** Who may join later, see `join`. */
  readonly joining?: readonly string[]
  readonly protocol?: string
  /** See `NodeStart.groups`. */
  readonly groups?: number
  readonly trace?: TraceSettings
  readonly parameters?: NodeStart['parameters']
  readonly service_us?: number
  /** Of single nodes, in place of those. */
  readonly parametersOf?: (node: string) => NodeStart['parameters']
  /** Extra arguments for the node executable, for instance `--cpu-prof`. */
  readonly exec_arguments?: readonly string[]
  /** Where a node reaches a peer; default: the peer's own port. */
  readonly peerPort?: (from: string, to: string) => number
}

/** A node's process as its parent sees it. */
export interface NodeChild {
  readonly process: ChildProcess
  readonly messages: NodeToLab[]
  readonly events: TimedEvent[]
  readonly output: string[]
  /** Resolves with the exit code (null: a signal). */
  readonly exited: Promise<number | null>
}

export class DirectCluster extends EventEmitter {
  readonly folder = mkdtempSync(join(tmpdir(), 'netsplit-runtime-'))
  readonly ports = new Map<string, number>()
  readonly children = new Map<string, NodeChild>()
  private readonly boots = new Map<string, number>()
  private readonly history: (readonly string[])[]
  private readonly epoch_ns = process.hrtime.bigint()

  private constructor(private readonly options: DirectClusterOptions) {
    super()
    this.history = [options.nodes]
    this.setMaxListeners(0)
  }

  static async start(options: DirectClusterOptions): Promise<DirectCluster> {
    const cluster = new DirectCluster(options)
    for (const node of [...options.nodes, ...(options.joining ?? [])]) cluster.ports.set(node, await freePort())
    await Promise.all(options.nodes.map((node) => cluster.startNode(node)))
    return cluster
  }

  /** Starts (or restarts) a node; resolves when it is ready, rejects with why it is not. */
  async startNode(node: string, changes: Partial<NodeStart> = {}): Promise<NodeChild> {
    const boot = (this.boots.get(node) ?? 0) + 1
    this.boots.set(node, boot)
    const child = this.fork(node)
    this.send(node, { ...this.startMessage(node, boot), ...changes })
    await this.until(node, (message) => message.kind === 'ready')
    return child
  }

  /** One of those that may join does: the others learn of it, and it starts; resolves when it is ready. */
  join(node: string): Promise<NodeChild> {
    this.history.push([...this.nodes, node])
    for (const peer of this.children.keys())
      this.send(peer, { kind: 'members', history: this.history, peer_ports: this.portsFrom(peer) })
    return this.startNode(node)
  }

  /** Microseconds of the run, as in the events' `t`. */
  get now_us(): number {
    return Number((process.hrtime.bigint() - this.epoch_ns) / 1000n)
  }

  send(node: string, message: LabToNode): void {
    this.child(node).process.send(message)
  }

  child(node: string): NodeChild {
    return this.children.get(node)!
  }

  /** Resolves with the first message (past or future) of the node's present process that fits. */
  async until(node: string, fits: (message: NodeToLab) => boolean): Promise<NodeToLab> {
    const child = this.child(node)
    for (;;) {
      const found = child.messages.find(fits)
      if (found) return found
      const failing = child.messages.find((message) => message.kind === 'failing')
      if (failing?.kind === 'failing') throw new Error(failing.text)
      if (child.process.exitCode !== null) throw new Error(`${node} exited: ${child.output.join('')}`)
      await once(this, 'news')
    }
  }

  /** Resolves with the first event (past or future) of any node that fits. */
  async untilEvent(fits: (event: TimedEvent) => boolean): Promise<TimedEvent> {
    for (;;) {
      for (const child of this.children.values()) {
        const found = child.events.find(fits)
        if (found) return found
      }
      await once(this, 'news')
    }
  }

  /** `kill -9`. */
  async kill(node: string): Promise<void> {
    const child = this.child(node)
    child.process.kill('SIGKILL')
    await child.exited
  }

  /** Ends every child as the end of its parent would: by closing its channel. */
  async close(): Promise<void> {
    for (const { process } of this.children.values()) closeChannel(process)
    await Promise.all([...this.children.values()].map((child) => child.exited))
    rmSync(this.folder, { recursive: true, force: true })
  }

  private fork(node: string): NodeChild {
    const execArgv = [...(this.options.exec_arguments ?? [])]
    const process = fork(entryPath('node'), { serialization: 'advanced', stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv })
    const child: NodeChild = {
      process,
      messages: [],
      events: [],
      output: [],
      exited: new Promise((resolve) => process.once('exit', (code) => resolve(code)))
    }
    process.stdout!.on('data', (text: Buffer) => child.output.push(String(text)))
    process.stderr!.on('data', (text: Buffer) => child.output.push(String(text)))
    process.on('message', (message: NodeToLab) => {
      if (message.kind === 'events') {
        const events = decodeEvents(message.batch)
        child.events.push(...events)
        this.emit('events', events)
      } else child.messages.push(message)
      this.emit('news')
    })
    process.once('exit', () => this.emit('news'))
    this.children.set(node, child)
    return child
  }

  private get nodes(): readonly string[] {
    return this.history.at(-1)!
  }

  private portsFrom(node: string): Record<string, number> {
    const peers = this.nodes.filter((peer) => peer !== node)
    return Object.fromEntries(peers.map((peer) => [peer, this.options.peerPort?.(node, peer) ?? this.ports.get(peer)!]))
  }

  private startMessage(node: string, boot: number): NodeStart {
    const { protocol = 'raft', groups, trace = DEFAULT_TRACE } = this.options
    const description = protocols.find((known) => known.description.name === protocol)!.description
    const defaults = Object.entries(description.parameters).map(([name, parameter]) => [name, parameter.default])
    return {
      kind: 'start',
      node,
      boot,
      generation: 0,
      history: this.history,
      roles: {},
      protocol,
      ...(groups !== undefined && { groups }),
      parameters: { ...Object.fromEntries(defaults), ...this.options.parameters, ...this.options.parametersOf?.(node) },
      switches: [],
      secret: RUN_SECRET,
      seed: 1,
      epoch_ns: this.epoch_ns,
      data_dir: join(this.folder, node),
      port: this.ports.get(node)!,
      peer_ports: this.portsFrom(node),
      clock: TRUE_CLOCK,
      service_us: this.options.service_us ?? 0,
      disk: HEALTHY_DISK,
      trace,
      sample_interval_ms: 200
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
