/** What leaders and followers say to each other. */
import type { Plain } from '../contract'
import type { Vector } from '../numbered-updates/origins'
import type { Run } from '../replicated-log/sessions'

/** One write, as the leader that took it in passes it on. */
export type Update = {
  /** That leader, with the generation of its disk. */
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
  /** Of the sender's disk: what an earlier one held counts no more. */
  readonly generation: number
  readonly seen: Vector
}

/** What a node that was away for too long is sent in place of updates: all keys, and what was done for which client. */
export type StateRow =
  readonly ['key', key: string, state: Plain] | readonly ['session', name: string, runs: readonly Readonly<Run>[]]

/** One piece of everything that the sender had; pieces go one at a time, each answered before the next. */
export interface StatePiece {
  readonly type: 'state'
  /** Tells the sender's states apart: pieces of two are never put together. Drawn at random, so that no other boot has it. */
  readonly transfer: number
  /** What the sender had then. */
  readonly seen: Vector
  /** Rows before this piece. */
  readonly offset: number
  readonly rows: readonly StateRow[]
  readonly done: boolean
}

/** Answers a piece that is not the last. The last is answered by what the receiver then has. */
export interface StateReceived {
  readonly type: 'state-received'
  readonly transfer: number
  /** Rows that the receiver holds: the next piece's offset. */
  readonly received: number
}

export type MultiLeaderMessage = Updates | Have | StatePiece | StateReceived

/** One line for logs, transcripts and the screen. */
export function describeMessage(message: MultiLeaderMessage): string {
  switch (message.type) {
    case 'updates':
      if (message.updates.length === 0) return 'updates none'
      return `updates ${message.updates.map(({ origin, n, key }) => `${origin + 1}:${n} ${key}`).join(', ')}`
    case 'have':
      return `have [${message.seen.join(',')}]${message.generation > 0 ? ` on disk ${message.generation}` : ''}`
    case 'state':
      return `state at [${message.seen.join(',')}] rows=${message.offset}+${message.rows.length}${message.done ? ' last piece' : ''}`
    case 'state-received':
      return `state-received rows=${message.received}`
  }
}
