import type { RuntimeSeries } from '../../src-shared/description/runtime-series'
import type { Cancel, Scheduler } from '../../src-shared/scheduler'
import type { ClientRequest } from '../protocols/contract'

/** Requests that a node of limited capacity holds at most, the one that it serves included; more are refused at once. */
export const SERVICE_QUEUE_MAX = 100

export interface ServiceQueueOptions {
  /** What each request occupies the node for. */
  readonly service_us: number
  /** True time. */
  readonly scheduler: Scheduler
  /** Its time is served: the protocol's turn. */
  readonly serve: (request: ClientRequest) => void
  /** The queue is full. */
  readonly refuse: (request: ClientRequest) => void
}

interface QueuedRequest {
  readonly request: ClientRequest
  readonly done_us: number
}

/**
 * A node's capacity for client requests: one server with a bounded queue, first come, first served (M/D/1/K where requests come at
 * random). When each is done is known as it comes, so a timer that is late delays nobody after it.
 */
export class ServiceQueue {
  private readonly queue: QueuedRequest[] = []
  private busy_until_us = 0
  private accepted = 0
  private refused = 0
  private sampled = { us: 0, worked_us: 0 }
  private cancel: Cancel = () => {}

  constructor(private readonly options: ServiceQueueOptions) {
    this.sampled.us = options.scheduler.now_us()
  }

  offer(request: ClientRequest): void {
    const { service_us, scheduler, refuse } = this.options
    if (this.queue.length >= SERVICE_QUEUE_MAX) {
      this.refused++
      return refuse(request)
    }
    this.accepted++
    this.busy_until_us = Math.max(scheduler.now_us(), this.busy_until_us) + service_us
    this.queue.push({ request, done_us: this.busy_until_us })
    if (this.queue.length === 1) this.sleep()
  }

  /** Gauges since the sample before. */
  sample(): Partial<Record<RuntimeSeries, number>> {
    const now_us = this.options.scheduler.now_us()
    const worked_us = this.accepted * this.options.service_us - Math.max(0, this.busy_until_us - now_us)
    const busy = (worked_us - this.sampled.worked_us) / Math.max(1, now_us - this.sampled.us)
    this.sampled = { us: now_us, worked_us }
    return { requests_queued: this.queue.length, requests_refused: this.refused, busy_percent: Math.round(100 * busy) }
  }

  /** Serves nothing more. */
  stop(): void {
    this.cancel()
  }

  private sleep(): void {
    const { scheduler } = this.options
    this.cancel = scheduler.after(this.queue[0]!.done_us - scheduler.now_us(), () => this.serveDone())
  }

  private serveDone(): void {
    const { scheduler, serve } = this.options
    const now_us = scheduler.now_us()
    while (this.queue.length > 0 && this.queue[0]!.done_us <= now_us) serve(this.queue.shift()!.request)
    if (this.queue.length > 0) this.sleep()
  }
}
