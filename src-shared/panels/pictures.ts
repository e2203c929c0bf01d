/** What a node holds, or knows of others, as pictures that a table of text would not tell at a glance. */
import type { NodeId } from '../ids'

/** A hash tree of two nodes after their comparison, from the root's level on. */
export interface HashTree {
  /** Whose, of what, and when. */
  readonly title: string
  /** Children of a tree's node. */
  readonly branches: number
  readonly levels: readonly (readonly TreePlaceState[])[]
  /** Rows below leaves that differ, as they were exchanged. */
  readonly rows: readonly { readonly leaf: number; readonly text: string }[]
  /** All of it in words. */
  readonly text: string
}

/** skipped: below a place that is equal, so nobody compared it. */
export type TreePlaceState = 'equal' | 'differs' | 'skipped'

/** How far another node's log is, as this one knows it. */
export interface PeerPosition {
  readonly peer: NodeId
  readonly acknowledged: number
  /** Sent up to here, and not all of it acknowledged. */
  readonly sent: number
  /** Where this node's own log ends. */
  readonly end: number
  /** Since it last answered; null: not told. */
  readonly silent_ms: number | null
  /** What its acknowledgements are waited for: `synchronous`; null: for nothing. */
  readonly mark: string | null
  /** All of it in words. */
  readonly text: string
}

/** How often a value came in each stretch of an axis, what values are taken to be distributed like, and where it stands now. */
export interface Distribution {
  readonly name: string
  readonly bars: readonly DistributionBar[]
  /** In values and counts, as the bars would be. */
  readonly curve: readonly (readonly [value: number, count: number])[]
  readonly now: number
  /** From here on something happens. */
  readonly threshold: number
  /** How it stands, in a few words: `φ 1.2`. */
  readonly standing: string
  /** The rest in words. */
  readonly text: string
  /** It is beyond the threshold. */
  readonly marked: boolean
}

export interface DistributionBar {
  readonly from: number
  readonly to: number
  readonly count: number
}

/** Distributions on one axis, so that they can be compared. */
export interface Distributions {
  readonly from: number
  readonly to: number
  readonly shown: readonly Distribution[]
  readonly more: string | null
}

/** Something of which every node has its own parts, node beside node. */
export interface PartsTable {
  readonly key: string
  /** What it is: `counter`. */
  readonly what: string
  readonly rows: readonly PartsRow[]
  /** What it comes to at each node; its name says what. */
  readonly total: PartsRow
}

export interface PartsRow {
  readonly name: string
  /** One for each node. */
  readonly cells: readonly PartsCell[]
  readonly differs: boolean
}

/** Pieces one after the other; none: the node knows of nothing there. */
export type PartsCell = readonly PartsPiece[]

/** gone: known here, and taken away. unseen: another node has it, and this one has not heard of it. */
export interface PartsPiece {
  readonly text: string
  readonly state: 'held' | 'gone' | 'unseen'
}
