import type { Workload } from '../../src-shared/scenario/schema'
import type { Scheduler } from '../../src-shared/scheduler'
import type { Client } from './client'

/** Reads open at once, over all clients. */
const OPEN_READS = 64

/** How many keys were read, and how many could not be. */
export interface FinalReads {
  readonly read: number
  readonly unread: number
}

/**
 * Reads every key once, by whichever client gets through; a read that failed is tried again until the time is over. `done` is called
 * later, never from within.
 */
export function readFinally(
  keys: Iterable<string>,
  clients: readonly Client[],
  workload: Workload,
  timeout_ms: number,
  scheduler: Scheduler,
  done: (reads: FinalReads) => void
): void {
  const waiting = [...keys]
  const deadline_us = scheduler.now_us() + timeout_ms * 1000
  const lanes = clients.length === 0 ? 0 : Math.ceil(OPEN_READS / clients.length)
  let working = clients.length * lanes
  let read = 0

  function work(client: Client): void {
    const left_ms = (deadline_us - scheduler.now_us()) / 1000
    const key = left_ms > 0 ? waiting.shift() : undefined
    if (key === undefined) return rest()
    client.invoke({ f: 'get', key }, { ...workload, timeout: Math.min(workload.timeout, Math.ceil(left_ms)) }, (result) => {
      if (result !== null) {
        read++
        return work(client)
      }
      waiting.push(key)
      scheduler.after(workload.retry.backoff * 1000, () => work(client))
    })
  }

  function rest(): void {
    working--
    if (working === 0) scheduler.after(0, finish)
  }

  function finish(): void {
    done({ read, unread: waiting.length })
  }

  if (working === 0) scheduler.after(0, finish)
  for (const client of clients) for (let lane = 0; lane < lanes; lane++) work(client)
}
