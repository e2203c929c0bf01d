import type { EndpointId } from '../ids'

/** Links that nothing can pass: senders, and the receivers that each cannot reach. Most links of a large cluster are open. */
export type ClosedLinks = Map<EndpointId, Set<EndpointId>>

interface Ends {
  readonly from: EndpointId
  readonly to: EndpointId
}

/** Notes whether anything can pass a link. */
export function setClosed(closed: ClosedLinks, { from, to }: Ends, is_closed: boolean): void {
  const receivers = closed.get(from)
  if (!is_closed) receivers?.delete(to)
  else if (receivers) receivers.add(to)
  else closed.set(from, new Set([to]))
}

/** Whether either direction between two endpoints is closed. */
export function isClosedBetween(closed: ClosedLinks, a: EndpointId, b: EndpointId): boolean {
  return (closed.get(a)?.has(b) ?? false) || (closed.get(b)?.has(a) ?? false)
}
