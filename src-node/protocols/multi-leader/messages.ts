/** What leaders and followers say to each other. */
import type { Plain } from '../contract'

/** Their place in this list is their code on the wire. */
export const MESSAGE_NAMES = ['updates', 'have'] as const

/** By node, in the run's order: how many of its updates somebody has, without gaps (a version vector). */
export type Vector = readonly number[]

/** One write, as the leader that took it in passes it on. */
export type Update = {
  /** Place of that leader among the nodes. */
  readonly origin: number
  /** The n-th that it took in, from 1. */
  readonly n: number
  readonly key: string
  /** Who asked, as `client:op`. */
  readonly operation: string
  /** What it does to the key: a delta of the way conflicts are resolved. */
  readonly delta: Plain
  /** What its leader had when it took it in. */
  readonly seen: Vector
}

/** Updates in the order in which the sender came by them; none: it only asks what the receiver has. */
export interface Updates {
  readonly type: 'updates'
  readonly updates: readonly Update[]
}

/** The sender has so many updates of each leader on its disk. */
export interface Have {
  readonly type: 'have'
  readonly seen: Vector
}

export type MultiLeaderMessage = Updates | Have

/** One line for logs, transcripts and the screen. */
export function describeMessage(message: MultiLeaderMessage): string {
  if (message.type === 'have') return `have [${message.seen.join(',')}]`
  return `updates ${message.updates.map(({ origin, n, key }) => `${origin + 1}:${n} ${key}`).join(', ')}`.trim()
}
