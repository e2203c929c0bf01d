import type { NodeId } from '../../src-shared/ids'
import type { Operation, OperationResult } from '../../src-shared/operations'
import { keysOf } from '../../src-shared/operations'

/** Keys whose answers, and whose writes, a client remembers; beyond it the oldest goes. */
const KEYS_MAX = 1000

/** What a read was answered. */
export interface CachedAnswer {
  readonly node: NodeId
  readonly result: OperationResult
  /** When the read began: from then on the answer may have been out of date. */
  readonly as_of_us: number
}

/**
 * A client's read-through cache of reads of one key. What is kept is as of the beginning of its read, so that an answer younger than the
 * time to live is no further behind than that; and the client's own writes drop it, so that it reads them.
 */
export class ReadCache {
  private readonly answers = new Map<string, { readonly asked: string; readonly answer: CachedAnswer }>()
  /** When this client last began or ended a write of the key: a read begun before may lack it. */
  private readonly written_us = new Map<string, number>()

  /** What is kept of this read, if it is younger than `ttl_us`. */
  find(operation: Operation, now_us: number, ttl_us: number): CachedAnswer | null {
    const kept = this.answers.get(operation.key)
    if (kept?.asked !== JSON.stringify(operation)) return null
    return now_us - kept.answer.as_of_us < ttl_us ? kept.answer : null
  }

  /** A node has answered the read. */
  keep(operation: Operation, answer: CachedAnswer): void {
    const [key, ...others] = keysOf(operation)
    if (key === undefined || others.length > 0) return
    const known_us = Math.max(this.answers.get(key)?.answer.as_of_us ?? -1, this.written_us.get(key) ?? -1)
    if (answer.as_of_us > known_us) put(this.answers, key, { asked: JSON.stringify(operation), answer })
  }

  /** A write of this client begins, or has ended. */
  wrote(operation: Operation, now_us: number): void {
    for (const key of keysOf(operation)) {
      this.answers.delete(key)
      put(this.written_us, key, now_us)
    }
  }
}

function put<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key)
  map.set(key, value)
  if (map.size > KEYS_MAX) map.delete(map.keys().next().value!)
}
