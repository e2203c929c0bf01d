import type { FinalReadOptions } from '../../workload/final-reads'
import type { ClientsStart, ClientsToLab, LabToClients } from '../../workload/control'
import type { TimedEvent } from '../../../src-shared/events'
import type { NodeId } from '../../../src-shared/ids'
import type { Workload } from '../../../src-shared/scenario/sections/workload'
import { decodeEvents } from '../../../src-shared/wire/events'
import { describeExit, startChild } from './children'
import { createDeferred } from '../deferred'
import type { Reaper } from '../reaper/reaper'

/** How long the clients may take to connect, and beyond their own timeouts to answer. */
const ANSWER_MS_MAX = 5000
/** How long the process may take to exit. */
const EXIT_MS_MAX = 800

/** The process that holds a run's clients, as the lab sees it. */
export class ClientsProcess {
  readonly loaded: Promise<void>
  private readonly child
  private readonly ready = createDeferred<void>()
  private readonly drained = createDeferred<void>()
  private readonly unread = createDeferred<number>()
  private ending = false

  /** `onEnd` is told when the process ends by itself: the rest of the history would be missing. */
  constructor(
    reaper: Reaper,
    private readonly onEvents: (events: TimedEvent[]) => void,
    onEnd: (text: string) => void
  ) {
    this.child = reaper.guard(startChild<LabToClients, ClientsToLab>('client', (message) => this.receive(message)))
    this.loaded = this.child.loaded
    void this.child.exited.then((exit) => {
      const text = describeExit('client', exit)
      for (const answer of [this.ready, this.drained, this.unread]) answer.reject(new Error(text))
      if (!this.ending) onEnd(text)
    })
  }

  async start(start: Omit<ClientsStart, 'kind'>): Promise<void> {
    this.child.send({ kind: 'start', ...start })
    await this.ready.within(
      ANSWER_MS_MAX,
      'the clients did not start in time: close what else keeps this computer busy, and start the run again'
    )
  }

  change(workload: Workload): void {
    this.child.send({ kind: 'change', workload })
  }

  /** Tells who takes part from now on, and where each client reaches whom. */
  setMembers(nodes: readonly NodeId[], ports: ClientsStart['ports']): void {
    this.child.send({ kind: 'members', nodes, ports })
  }

  /** Invokes nothing more and waits for what is open; rejects when that takes longer than `timeout_ms`. */
  async drain(timeout_ms: number): Promise<void> {
    this.child.send({ kind: 'drain' })
    await this.drained.within(timeout_ms, 'the clients did not finish their operations in time')
  }

  /** Reads every key that was written; answers how many could not be read. */
  async readAll(reading: FinalReadOptions): Promise<number> {
    this.child.send({ kind: 'final-reads', reading })
    return this.unread.within(
      reading.settle_ms + reading.timeout_ms + ANSWER_MS_MAX,
      'the clients did not finish their last reads in time'
    )
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    this.ending = true
    this.child.send({ kind: 'stop' })
    await this.child.end(EXIT_MS_MAX)
  }

  private receive(message: ClientsToLab): void {
    switch (message.kind) {
      case 'ready':
        return this.ready.resolve()
      case 'events':
        return this.onEvents(decodeEvents(message.batch))
      case 'drained':
        return this.drained.resolve()
      case 'final-reads-done':
        return this.unread.resolve(message.unread)
    }
  }
}
