/** A promise that somebody else settles, later. A rejection that nobody waits for is no error. */
export interface Deferred<Value> {
  readonly promise: Promise<Value>
  resolve(value: Value): void
  reject(error: Error): void
  /** The promise, or a rejection with this text when it takes longer. */
  within(ms: number, text: string): Promise<Value>
}

export function createDeferred<Value>(): Deferred<Value> {
  let resolve!: (value: Value) => void
  let reject!: (error: Error) => void
  const promise = new Promise<Value>((yes, no) => ([resolve, reject] = [yes, no]))
  promise.catch(() => {})
  return { promise, resolve, reject, within: (ms, text) => within(promise, ms, text) }
}

/** The promise, or a rejection with this text when it takes longer than `ms`. */
export async function within<Value>(promise: Promise<Value>, ms: number, text: string): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(text)), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
