import type { Operation, OperationResult } from '../../src-shared/operations'
import type { Workload } from '../../src-shared/scenario/sections/workload'
import type { Scheduler } from '../../src-shared/scheduler'
import type { Client } from './client'

/** Reads open at once, over all clients. */
const OPEN_READS = 64

/** How a run's last reads are done. */
export interface FinalReadOptions {
  /** Quiet time before the first of them. */
  readonly settle_ms: number
  /** Clients that read each key; fewer where there are fewer clients. */
  readonly readers: number
  /** Time for all reads together. */
  readonly timeout_ms: number
}

/** How many keys were read, and how many nobody could read. */
export interface FinalReadCounts {
  readonly read: number
  readonly unread: number
}

/**
 * Has every key read, each by the operation given for it, by as many clients as asked for, whichever get through; a read that failed is
 * tried again until the time is over. `done` is called later, never from within.
 */
export function runFinalReads(
  keys: ReadonlyMap<string, Operation>,
  clients: readonly Client[],
  workload: Workload,
  { settle_ms, readers, timeout_ms }: FinalReadOptions,
  scheduler: Scheduler,
  done: (reads: FinalReadCounts) => void
): void {
  /** Who reads each key, or has read it. */
  const readersOf = new Map([...keys.keys()].map((key) => [key, new Set<Client>()]))
  /** A key for each reader that it still lacks. */
  const waiting = Array.from({ length: Math.min(readers, clients.length) }, () => [...readersOf.keys()]).flat()
  const deadline_us = scheduler.now_us() + (settle_ms + timeout_ms) * 1000
  const lanes = clients.length === 0 ? 0 : Math.ceil(OPEN_READS / clients.length)
  /** Lanes that found nothing to read. */
  let idle_lanes: Client[] = []
  let working = 0
  const read = new Set<string>()

  function start(clients: readonly Client[]): void {
    working += clients.length
    for (const client of clients) work(client)
  }

  function work(client: Client): void {
    const left_ms = (deadline_us - scheduler.now_us()) / 1000
    const key = left_ms > 0 ? take(client) : undefined
    if (key === undefined) return rest(client)
    const onEnd = (result: OperationResult | null): void => {
      if (result !== null) {
        read.add(key)
        return work(client)
      }
      requeue(key, client)
      scheduler.after(workload.retry.backoff * 1000, () => work(client))
    }
    const timeout = Math.min(workload.timeout, Math.ceil(left_ms))
    // What a cache has says nothing of what nodes keep.
    client.invoke(keys.get(key)!, { ...workload, timeout }, onEnd, { cached: false })
  }

  /** The next key that this client is not among the readers of. */
  function take(client: Client): string | undefined {
    const index = waiting.findIndex((key) => !readersOf.get(key)!.has(client))
    if (index < 0) return undefined
    const [key] = waiting.splice(index, 1)
    readersOf.get(key!)!.add(client)
    return key
  }

  /** Somebody else may get through. */
  function requeue(key: string, client: Client): void {
    readersOf.get(key)!.delete(client)
    waiting.push(key)
    const resumed_lanes = idle_lanes
    idle_lanes = []
    start(resumed_lanes)
  }

  function rest(client: Client): void {
    idle_lanes.push(client)
    working--
    if (working === 0) scheduler.after(0, finish)
  }

  function finish(): void {
    done({ read: read.size, unread: readersOf.size - read.size })
  }

  scheduler.after(settle_ms * 1000, () => {
    if (lanes === 0) finish()
    else start(clients.flatMap((client) => Array.from({ length: lanes }, () => client)))
  })
}
