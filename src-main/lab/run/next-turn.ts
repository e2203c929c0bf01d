import type { Cancel } from '../../../src-shared/scheduler'

/** Does it as soon as whatever else waits has had its turn. */
export function nextTurn(work: () => void): Cancel {
  if (typeof setImmediate === 'function') {
    const immediate = setImmediate(work)
    return () => clearImmediate(immediate)
  }
  // A browser's worker has no setImmediate, and its timers wait 4 ms.
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => {
    port1.close()
    work()
  }
  port2.postMessage(null)
  return () => port1.close()
}
