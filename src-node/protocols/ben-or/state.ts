import type { NodeId } from '../../../src-shared/ids'
import type { Bit } from '../../../src-shared/protocols/ben-or/bits'
import type { description } from '../../../src-shared/protocols/ben-or/description'
import type { BitSource } from '../../../src-shared/protocols/ben-or/facts'
import type { DurableEvents } from '../kit/durable-events'
import type { OwnMessages } from '../kit/own-messages'
import type { SettingsOf, SwitchesOf } from '../kit/settings'
import type { BenOrMessage, Phase } from './messages'

export type Settings = SettingsOf<typeof description>
export type Switches = SwitchesOf<typeof description>

/** Everything that a node knows. */
export interface BenOrState {
  readonly id: NodeId
  readonly nodes: readonly NodeId[]
  readonly settings: Settings
  switches: Switches
  readonly disk: Disk
  /** Of the disk that it has; null: it has lost the one that it wrote. */
  readonly disk_generation: number | null
  /** Its disk is the one that it wrote last: it may report and propose. */
  readonly takes_part: boolean
  /** Of each instance, from the first. */
  readonly decisions: Bit[]
  /** The instance under way; null: it has not begun the next one. */
  round: Round | null
  /** What others have said of the next instance, which this node has not begun. */
  readonly early: { readonly from: NodeId; readonly message: BenOrMessage }[]
  readonly counters: { coins: number }
}

export interface Disk extends DurableEvents, OwnMessages<BenOrMessage> {
  /** Records appended since the last snapshot. */
  since_snapshot: number
}

/** Where a node is in an instance. */
export interface Round {
  readonly instance: number
  number: number
  phase: Phase
  bit: Bit
  /** What this node has said in each round, from the first: others may ask for it again. */
  readonly said: Said[]
  /** What it has heard in this round and later ones, by round. */
  readonly heard: Map<number, Heard>
}

/** `proposal` undefined: it has made none yet. */
export interface Said {
  readonly report: Bit
  readonly proposal?: Bit | null
}

export interface Heard {
  readonly reports: Map<NodeId, Bit>
  readonly proposals: Map<NodeId, Bit | null>
}

/** What goes to the write-ahead log. */
export type BenOrRecord =
  /** The disk's generation, when it is written first. */
  | { readonly kind: 'disk'; readonly generation: number }
  | { readonly kind: 'report'; readonly instance: number; readonly round: number; readonly bit: Bit }
  | { readonly kind: 'propose'; readonly instance: number; readonly round: number; readonly bit: Bit | null }
  | { readonly kind: 'decide'; readonly instance: number; readonly bit: Bit }

export type BenOrSnapshot = {
  readonly generation: number | null
  readonly decisions: readonly Bit[]
  /** Of the instance after those. */
  readonly said: readonly { readonly report: Bit; readonly proposal?: Bit | null }[]
}

/** A bit, and why it is this one. */
export interface Chosen {
  readonly bit: Bit
  readonly source: BitSource
}
