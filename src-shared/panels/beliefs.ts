/** What a node believes of its cluster, beside what is true. Declared by the protocol; the screen draws the cluster as the node sees it. */
import type { RoleLook } from '../description/role-look'
import type { NodeId } from '../ids'
import type { HeldPart } from './holdings'

/** One matter: `leads`, `term`. */
export interface Belief {
  readonly name: string
  readonly believed: string
  readonly actual: string
  readonly wrong: boolean
}

/** Another node, or itself, as the node sees it. */
export interface PeerBelief {
  /** `leader`, `up`, `silent`, `not heard of`. */
  readonly word: string
  /** What is so instead; null: it is so, or nothing is believed. */
  readonly actual: string | null
  /** When it was last heard, as `12 ms ago`; absent: nothing to add. */
  readonly note?: string
  /** Null: as far as the node knows it does not run, or it knows nothing of it. */
  readonly look: RoleLook | null
  /** What it is believed to hold, beside what it does; absent: nothing is said of that. */
  readonly parts?: readonly HeldPart[]
}

export interface Beliefs {
  readonly lines: readonly Belief[]
  readonly peers: ReadonlyMap<NodeId, PeerBelief>
  /** One sentence: what it believes, and what is so where that differs. */
  readonly text: string
  /** Any of it is wrong. */
  readonly wrong: boolean
}
