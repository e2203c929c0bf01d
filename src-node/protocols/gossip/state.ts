import type { NodeId } from '../../../src-shared/ids'
import type { description } from '../../../src-shared/protocols/gossip/description'
import type { Item } from '../../../src-shared/protocols/gossip/items'
import type { DurableEvents } from '../kit/durable-events'
import type { SettingsOf, SwitchesOf } from '../kit/settings'

export type Settings = SettingsOf<typeof description>
export type Switches = SwitchesOf<typeof description>

/** Everything that a site knows. */
export interface GossipState {
  readonly id: NodeId
  /** All sites, this one included. */
  nodes: readonly NodeId[]
  /** This site's place among them; -1: it is leaving. */
  place: number
  readonly settings: Settings
  switches: Switches
  readonly disk: Disk
  /** Of the disk that it has. */
  readonly generation: number
  readonly items: Map<string, Held>
  /** Death certificates that it keeps and tells nobody of, by key. */
  readonly dormant: Map<string, Item>
  /** The exclusive or of all items' hashes. */
  sum: number
  /** As told last; null: nothing was told yet. */
  told_sum: number | null
  /** The items that it still tells on its own, by key. */
  readonly rumours: Map<string, Rumour>
  /** As told last; null: nothing was told yet. */
  role: Role | null
  /** Rounds since the start. */
  round: number
  /** Connections that it has accepted in this round. */
  accepted: number
  /** Other partners that it may try in this round. */
  hunts: number
  /** Random updates that it has yet to be given. */
  updates_left: number
  readonly counters: { sent: number; exchanges: number; whole_compares: number }
}

export type Role = 'susceptible' | 'infective' | 'removed'

export interface Held {
  readonly item: Item
  /** The round in which this site learned it; -1: before it started. */
  readonly round: number
}

export interface Rumour {
  tellings: number
  /** Rounds in vain, one after the other. */
  in_vain: number
  /** Those of them in which no answer came. */
  unanswered: number
  /** In this round: whether it was told, and what came back. */
  told: boolean
  needed: boolean
  unneeded: boolean
}

export interface Disk extends DurableEvents {
  /** Records of this boot that are on disk. */
  durable: number
  /** Records appended since the last snapshot. */
  since_snapshot: number
}

/** What goes to the write-ahead log. */
export type GossipRecord =
  | { readonly kind: 'item'; readonly item: Item }
  /** A death certificate is no longer kept. */
  | { readonly kind: 'drop'; readonly key: string }
  /** It is kept dormant. */
  | { readonly kind: 'dormant'; readonly item: Item }

export type GossipSnapshot = { readonly items: readonly Item[]; readonly dormant: readonly Item[] }
