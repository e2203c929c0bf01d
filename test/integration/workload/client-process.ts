import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { findProtocol } from '../../../src-node/protocols/registry'
import { workloadSchema } from '../../../src-shared/scenario/sections/workload'
import type { Workload } from '../../../src-shared/scenario/sections/workload'
import type { EventBody, TimedEvent } from '../../../src-shared/events'
import { decodeEvents } from '../../../src-shared/wire/events'
import { DEFAULT_TRACE } from '../../../src-node/node-core/conditions'
import { entryPath } from '../../../src-node/runtime/entries'
import type { ClientsToLab, LabToClients } from '../../../src-main/workload/control'
import { FAKE_SECRET } from './fake-cluster'
import type { FakeCluster } from './fake-cluster'

type EventOfKind<K extends EventBody['kind']> = Extract<TimedEvent, { kind: K }>

/** The real client process against a fake cluster. */
export class ClientProcess {
  readonly events: TimedEvent[] = []
  readonly child: ChildProcess
  private readonly messages: ClientsToLab[] = []
  private wake: () => void = () => {}

  constructor(cluster: FakeCluster, clients: readonly string[], workload: Partial<Workload>, seed = 7) {
    this.child = fork(entryPath('client'), { serialization: 'advanced' })
    this.child.on('message', (message: ClientsToLab) => {
      if (message.kind === 'events') this.events.push(...decodeEvents(message.batch))
      else this.messages.push(message)
      this.wake()
    })
    this.send({
      kind: 'start',
      signed_requests: false,
      clients,
      nodes: Object.keys(cluster.ports),
      ports: Object.fromEntries(clients.map((client) => [client, cluster.ports])),
      policies: findProtocol('raft').description.policies,
      workload: { ...workloadSchema.parse({ clients: clients.length, think_time: '1ms' }), ...workload },
      secret: FAKE_SECRET,
      seed,
      epoch_ns: process.hrtime.bigint(),
      trace: DEFAULT_TRACE
    })
  }

  send(message: LabToClients): void {
    this.child.send(message)
  }

  ofKind<K extends EventBody['kind']>(kind: K): EventOfKind<K>[] {
    return this.events.filter((event): event is EventOfKind<K> => event.kind === kind)
  }

  /** Resolves as soon as the condition holds; the test's own timeout ends a wait in vain. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => (this.wake = resolve))
  }

  async answerTo(message: LabToClients, kind: ClientsToLab['kind']): Promise<ClientsToLab> {
    this.send(message)
    await this.until(() => this.messages.some((m) => m.kind === kind))
    return this.messages.find((m) => m.kind === kind)!
  }

  /** Stops it and resolves with its exit code. */
  stop(): Promise<number | null> {
    const exited = new Promise<number | null>((resolve) => this.child.once('exit', resolve))
    this.send({ kind: 'stop' })
    return exited
  }
}
