import type { LogicalClock as Reading } from '../../src-shared/events'

/** With more nodes than this, clocks would outweigh what they are stamped on: none are kept. */
export const CLOCK_SLOTS_MAX = 64

/** A node's Lamport counter and vector clock (Lamport 1978; Fidge 1988, Mattern 1989). Sending and receiving are its events. */
export class LogicalClock {
  private lamport_count = 0
  private readonly counts: number[]

  /** `slot`: this node's place among the `slots` nodes of the run. */
  constructor(
    slots: number,
    private readonly slot: number
  ) {
    this.counts = new Array<number>(slots).fill(0)
  }

  get lamport(): number {
    return this.lamport_count
  }

  /** The live vector: copy what is to be kept. */
  get vector(): readonly number[] {
    return this.counts
  }

  /** An event of this node, for instance a send. */
  tick(): void {
    this.lamport_count++
    this.counts[this.slot]!++
  }

  /** A receive: ahead of everything the message knew. Senders without a vector (clients) move the Lamport counter alone. */
  receive(lamport: number, vector: readonly number[]): void {
    this.lamport_count = Math.max(this.lamport_count, lamport)
    // A sender may know of nodes that joined after this one began.
    for (let slot = 0; slot < vector.length; slot++) {
      if (slot >= this.counts.length || vector[slot]! > this.counts[slot]!) this.counts[slot] = vector[slot]!
    }
    this.tick()
  }

  /** The reading as an event carries it. */
  read(): Reading {
    return { lamport: this.lamport_count, vector: this.counts.slice() }
  }
}
