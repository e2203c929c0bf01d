import { setTimeout as sleep } from 'node:timers/promises'
import type { Workload } from '../../src-shared/scenario/schema'
import type { Client } from './client'

/** Reads open at once, over all clients. */
const OPEN_READS = 64

export interface FinalReads {
  readonly read: number
  readonly unread: number
}

/** Reads every key once, by whichever client gets through; a read that failed is tried again until the time is over. */
export function readFinally(
  keys: Iterable<string>,
  clients: readonly Client[],
  workload: Workload,
  timeout_ms: number,
  now_us: () => number
): Promise<FinalReads> {
  const waiting = [...keys]
  const deadline_us = now_us() + timeout_ms * 1000
  let read = 0

  async function work(client: Client): Promise<void> {
    while (waiting.length > 0) {
      const left_ms = (deadline_us - now_us()) / 1000
      if (left_ms <= 0) return
      const key = waiting.shift()!
      if (await readOnce(client, key, { ...workload, timeout: Math.min(workload.timeout, Math.ceil(left_ms)) })) read++
      else {
        waiting.push(key)
        await sleep(workload.retry.backoff)
      }
    }
  }

  const lanes = clients.length === 0 ? 0 : Math.ceil(OPEN_READS / clients.length)
  const workers = clients.flatMap((client) => Array.from({ length: lanes }, () => work(client)))
  return Promise.all(workers).then(() => ({ read, unread: waiting.length }))
}

function readOnce(client: Client, key: string, workload: Workload): Promise<boolean> {
  return new Promise((resolve) => client.invoke({ f: 'get', key }, workload, (result) => resolve(result !== null)))
}
