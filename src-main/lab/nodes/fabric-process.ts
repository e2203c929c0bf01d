import { createDeferred } from '../deferred'
import type { Deferred } from '../deferred'
import { describeExit, startChild } from './children'
import type { Reaper } from '../reaper/reaper'
import { decodeEvents } from '../../../src-shared/wire/events'
import type { TimedEvent } from '../../../src-shared/events'
import type { LinkId, NodeId } from '../../../src-shared/ids'
import type { FromFabric, LinkOrder, ToFabric } from '../../fabric/control'

/** How long the fabric may take to open its proxies or to apply a change before the run is given up. */
const ANSWER_MS_MAX = 10_000
/** How long it may take to exit. */
const EXIT_MS_MAX = 800

/** Where the proxy of each link listens. */
type Ports = Readonly<Record<LinkId, number>>

export type FabricConfiguration = Omit<Extract<ToFabric, { kind: 'configure' }>, 'kind'>

/** The process that holds the proxies, as the lab sees it. */
export class FabricProcess {
  /** Resolves when it is loaded. */
  readonly loaded: Promise<void>
  private readonly child
  private readonly ready = createDeferred<Readonly<Record<LinkId, number>>>()
  private readonly requests = new Map<number, Deferred<Ports>>()
  private last_request = 0
  private ending = false

  /** `onEnd` is told when the process ends by itself: without it no run can go on. */
  constructor(
    reaper: Reaper,
    private readonly onEvents: (events: TimedEvent[]) => void,
    onEnd: (text: string) => void
  ) {
    this.child = reaper.guard(startChild<ToFabric, FromFabric>('fabric', (message) => this.receive(message)))
    this.loaded = this.child.loaded
    void this.child.exited.then((exit) => {
      const text = describeExit('fabric', exit)
      this.failAll(new Error(text))
      if (!this.ending) onEnd(text)
    })
  }

  /** Opens all proxies; answers where each listens. */
  configure(configuration: FabricConfiguration): Promise<Readonly<Record<LinkId, number>>> {
    this.child.send({ kind: 'configure', ...configuration })
    return this.ready.within(
      ANSWER_MS_MAX,
      'the fabric did not open its proxies in time: close what else keeps this computer busy, and start the run again'
    )
  }

  /** Takes a node in; answers where the proxies of its links listen. */
  async join(node: NodeId, links: Extract<ToFabric, { kind: 'join' }>['links']): Promise<Ports> {
    const { request, answer } = this.newRequest()
    this.child.send({ kind: 'join', request, node, links })
    return answer.within(ANSWER_MS_MAX, 'the fabric did not open the proxies in time')
  }

  /** Tells where a node listens now; null: nowhere. */
  setTarget(node: NodeId, port: number | null): void {
    this.child.send({ kind: 'target', node, port })
  }

  /** Changes links, all in one moment. Resolves when the change is in force. */
  async apply(changes: readonly LinkOrder[]): Promise<void> {
    const { request, answer } = this.newRequest()
    this.child.send({ kind: 'apply', request, changes })
    await answer.within(ANSWER_MS_MAX, 'the fabric did not apply the change in time')
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    this.ending = true
    this.child.disconnect()
    await this.child.end(EXIT_MS_MAX)
  }

  private receive(message: FromFabric): void {
    switch (message.kind) {
      case 'ready':
        return this.ready.resolve(message.ports)
      case 'applied':
        return this.takeRequest(message.request)?.resolve({})
      case 'joined':
        return this.takeRequest(message.request)?.resolve(message.ports)
      case 'failed': {
        const error = new Error(message.error)
        if (message.request === null) this.failAll(error)
        else this.takeRequest(message.request)?.reject(error)
        return
      }
      case 'events':
        return this.onEvents(decodeEvents(message.batch))
    }
  }

  private newRequest(): { request: number; answer: Deferred<Ports> } {
    const request = ++this.last_request
    const answer = createDeferred<Ports>()
    this.requests.set(request, answer)
    return { request, answer }
  }

  private takeRequest(request: number): Deferred<Ports> | undefined {
    const answer = this.requests.get(request)
    this.requests.delete(request)
    return answer
  }

  private failAll(error: Error): void {
    this.ready.reject(error)
    this.requests.forEach((answer) => answer.reject(error))
    this.requests.clear()
  }
}
