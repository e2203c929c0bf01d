import type { LabEvent } from '../../src-shared/events'
import { Ring } from '../../src-shared/folds/ring'
import { volumeOf } from '../../src-shared/protocols/volume'

/** Events of one run kept for pages that join late, per class; the frequent classes must not push out what shapes the picture. */
const LASTING_MAX = 20_000
const FREQUENT_MAX = 120_000
const MESSAGES_MAX = 30_000

/** The part of a run's stream that late pages are shown: recent messages, operations and samples, and nearly all of the rest. */
export class Backlog {
  #lasting = new Ring<LabEvent>(LASTING_MAX)
  #frequent = new Ring<LabEvent>(FREQUENT_MAX)
  #messages = new Ring<LabEvent>(MESSAGES_MAX)

  add(events: readonly LabEvent[]): void {
    for (const event of events) this.#ringOf(event).push(event)
  }

  clear(): void {
    this.#lasting = new Ring(LASTING_MAX)
    this.#frequent = new Ring(FREQUENT_MAX)
    this.#messages = new Ring(MESSAGES_MAX)
  }

  /** What is kept, in order, with a `gap` event where a class begins later than the run. */
  events(): LabEvent[] {
    const rings = { lasting: this.#lasting, frequent: this.#frequent, messages: this.#messages }
    const kept = Object.entries(rings).flatMap(([name, ring]) => [...gapBefore(ring, name), ...ring])
    return kept.sort((a, b) => a.seq - b.seq)
  }

  #ringOf(event: LabEvent): Ring<LabEvent> {
    const volume = volumeOf(event)
    if (volume === 'message') return this.#messages
    return volume === 'event' ? this.#lasting : this.#frequent
  }
}

/** Takes the place in the stream of the newest event that fell out. */
function gapBefore(ring: Ring<LabEvent>, name: string): LabEvent[] {
  const first = ring.at(0)
  if (!first || ring.lost === 0) return []
  return [{ kind: 'gap', source: `backlog of ${name} events`, lost: ring.lost, t: first.t, seq: first.seq - 1 }]
}
