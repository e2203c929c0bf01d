/** Calls `send` at once and then at most every `pace_ms`, always with the last value in the end. */
export function useThrottled<Value>(send: (value: Value) => unknown, interval_ms: number): (value: Value) => void {
  let waiting: { value: Value } | null = null
  let busy = false

  function next(): void {
    busy = waiting !== null
    if (!waiting) return
    send(waiting.value)
    waiting = null
    setTimeout(next, interval_ms)
  }

  return (value) => {
    waiting = { value }
    if (!busy) next()
  }
}
