import type { ProtocolEvent } from '../../src-shared/events'

/** Drops facts and sums of contents: where a protocol alone is measured, nobody watches or checks it. */
export function withoutFacts(emit: (event: ProtocolEvent) => void): (event: ProtocolEvent) => void {
  return (event) => {
    if (event.kind !== 'fact' && event.kind !== 'contents') emit(event)
  }
}
