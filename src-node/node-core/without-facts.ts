import type { ProtocolEvent } from '../../src-shared/events'

/** Passes on what screens need: no facts, and no sums of contents, which only live invariants and the lab's own checks look at. */
export function withoutFacts(emit: (event: ProtocolEvent) => void): (event: ProtocolEvent) => void {
  return (event) => {
    if (event.kind !== 'fact' && event.kind !== 'contents') emit(event)
  }
}
