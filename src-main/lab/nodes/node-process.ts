import { startChild } from './children'
import type { ChildExit } from './children'
import { createDeferred } from '../deferred'
import type { Deferred } from '../deferred'
import type { Reaper } from '../reaper/reaper'
import { READY_MS_MAX } from '../run/settling'
import { STOP_MS_MAX } from '../../../src-node/node-core/conditions'
import type { ClockSettings, DiskSettings } from '../../../src-node/node-core/conditions'
import type { LabToNode, NodeStart, NodeToLab } from '../../../src-node/runtime/control'
import { decodeEvents } from '../../../src-shared/wire/events'
import type { TimedEvent } from '../../../src-shared/events'
import type { NodeId } from '../../../src-shared/ids'

/** What an operator command is given. */
export type CommandArguments = Readonly<Record<string, string | number | boolean>>

export interface NodeListener {
  onListening(port: number): void
  onEvents(events: TimedEvent[]): void
  /** The answer to {@link NodeProcess.askMayStop}, once it may. */
  onMayStop(): void
}

/** What a node found on its disk. */
export type Recovery = Omit<Extract<NodeToLab, { kind: 'ready' }>, 'kind'>

/** How long a node may take to carry out a command. */
const COMMAND_MS_MAX = 5000

/** One boot of one node: its process, from start to exit. */
export class NodeProcess {
  readonly loaded: Promise<void>
  readonly exited: Promise<ChildExit>
  private readonly recovery = createDeferred<Recovery>()
  /** Resolves when it takes part in the cluster, however late; rejects with the reason when it ends before. */
  readonly recovered = this.recovery.promise
  /** What the node said of why it cannot go on. */
  failure: string | null = null
  private readonly child
  private readonly commands = new Map<number, Deferred<void>>()
  private last_command = 0

  constructor(
    reaper: Reaper,
    private readonly listener: NodeListener,
    priority: number
  ) {
    this.child = reaper.guard(startChild<LabToNode, NodeToLab>('node', (message) => this.receive(message), { priority }))
    this.loaded = this.child.loaded
    this.exited = this.child.exited
    void this.exited.then(() => this.failAll(new Error(this.failure ?? 'its process ended')))
  }

  get pid(): number {
    return this.child.pid
  }

  start(start: Omit<NodeStart, 'kind'>): void {
    this.child.send({ kind: 'start', ...start })
  }

  /** Like {@link recovered}, but rejects also when it takes too long. */
  ready(): Promise<Recovery> {
    return this.recovery.within(READY_MS_MAX, `it was not ready within ${READY_MS_MAX / 1000} s`)
  }

  setClock(clock: ClockSettings): void {
    this.child.send({ kind: 'clock', ...clock })
  }

  setDisk(disk: DiskSettings): void {
    this.child.send({ kind: 'disk', ...disk })
  }

  /** Tells who takes part from now on, and where to reach each. */
  setMembers(history: readonly (readonly NodeId[])[], peer_ports: Readonly<Record<NodeId, number>>): void {
    this.child.send({ kind: 'members', history, peer_ports })
  }

  /** It leaves, and is to say so if its protocol no longer needs it. */
  askMayStop(): void {
    this.child.send({ kind: 'may-stop' })
  }

  setSwitches(switches: readonly string[]): void {
    this.child.send({ kind: 'switches', switches })
  }

  /** Rejects with the node's own words when it refuses. */
  async command(command: string, given: CommandArguments): Promise<void> {
    const id = ++this.last_command
    const answer = createDeferred<void>()
    this.commands.set(id, answer)
    this.child.send({ kind: 'command', id, command, arguments: given })
    await answer.within(COMMAND_MS_MAX, `${command} got no answer`)
  }

  signal(signal: NodeJS.Signals): void {
    this.child.signal(signal)
  }

  /** Asks for an orderly end, and insists after a while. */
  async stop(): Promise<void> {
    this.child.send({ kind: 'stop' })
    await this.child.end(STOP_MS_MAX)
  }

  private receive(message: NodeToLab): void {
    switch (message.kind) {
      case 'listening':
        return this.listener.onListening(message.port)
      case 'ready':
        return this.recovery.resolve(message)
      case 'events':
        return this.listener.onEvents(decodeEvents(message.batch))
      case 'may-stop':
        return this.listener.onMayStop()
      case 'command-done': {
        const answer = this.commands.get(message.id)
        this.commands.delete(message.id)
        return message.error === null ? answer?.resolve() : answer?.reject(new Error(message.error))
      }
      case 'failing':
        this.failure = message.text
    }
  }

  private failAll(error: Error): void {
    this.recovery.reject(error)
    this.commands.forEach((answer) => answer.reject(error))
    this.commands.clear()
  }
}
