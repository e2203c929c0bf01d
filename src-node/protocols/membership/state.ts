import type { NodeId } from '../../../src-shared/ids'
import type { HeartbeatWindow } from '../../../src-shared/failure-detection/heartbeat-window'
import type { description } from '../../../src-shared/protocols/membership/description'
import type { HeartbeatDetector } from '../../../src-shared/protocols/membership/facts'
import type { Status, Word } from '../../../src-shared/protocols/membership/member'
import type { Appended } from '../kit/core'
import type { SettingsOf, SwitchesOf } from '../kit/settings'
import type { News } from './messages'

export type Settings = SettingsOf<typeof description>
export type Switches = SwitchesOf<typeof description>

/** Everything that a node knows. */
export interface MembershipState {
  readonly id: NodeId
  readonly settings: Settings
  switches: Switches
  readonly disk: Appended
  /** Whose messages count: a network's addresses, which say nothing about who is a member. */
  addresses: readonly NodeId[]
  /** Whom it asks for their list when it starts, and later if it does not know them. */
  readonly contacts: readonly NodeId[]
  incarnation: number
  /** It has been told to leave. */
  leaving: boolean
  /** Somebody has answered with a list since the start. */
  joined: boolean
  /** The others, dead ones included: what is known of them must not be forgotten. */
  readonly members: Map<NodeId, Member>
  /** Of those, how many take part as far as it knows. */
  taking_part: number
  /** Members still to be probed in this round, the next one last. */
  round: NodeId[]
  /** The probe of this period; null: there is nobody to probe. */
  probe: Probe | null
  /** Number of its newest ping. */
  sequence: number
  /** By the number of its own ping: on whose behalf it has sent that. */
  readonly relays: Map<number, Relay>
  /** What it still has to tell, by member: a newer word replaces an older one. */
  readonly news: Map<NodeId, Telling>
  /** Lifeguard's local health multiplier: 0 is healthy. */
  health: number
}

export interface Member extends Word {
  readonly id: NodeId
  /** In the order in which it heard of them: names its timers. */
  readonly number: number
  status: Status
  incarnation: number
  /** Who said so: the member itself, or who accused it first. */
  by: NodeId
  /** Under `suspect`: since when, and who has said so besides the first. */
  suspected_us: number
  confirmed_by: NodeId[]
  readonly heartbeats: Heartbeats
}

/** What heartbeats of a member have come. */
export interface Heartbeats {
  window: HeartbeatWindow
  /** Of the newest; null: none has come. */
  last_us: number | null
  /** By which detectors it is suspected. */
  readonly suspected_by: { [Detector in HeartbeatDetector]?: true }
}

export interface Probe {
  readonly target: NodeId
  readonly sequence: number
  answered: boolean
  /** Members that were asked to probe it, and how many of them have said that they are there though the target is silent. */
  asked: number
  nacks: number
}

export interface Relay {
  readonly asker: NodeId
  /** Of the asker's ping request. */
  readonly sequence: number
}

export interface Telling {
  readonly news: News
  /** Messages that it went out with. */
  sent: number
}

/** What goes to the disk: the incarnation alone. */
export type MembershipSnapshot = { readonly incarnation: number }
