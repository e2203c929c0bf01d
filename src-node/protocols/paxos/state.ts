import type { NodeId } from '../../../src-shared/ids'
import type { description } from '../../../src-shared/protocols/paxos/description'
import type { Accepted, Ballot } from '../../../src-shared/protocols/paxos/ballot'
import type { Plain } from '../contract'
import type { DurableEvents } from '../kit/durable-events'
import type { OwnMessages } from '../kit/own-messages'
import type { SettingsOf, SwitchesOf } from '../kit/settings'
import type { PaxosMessage } from './messages'
import type { Roles } from './roles'

export type Settings = SettingsOf<typeof description>
export type Switches = SwitchesOf<typeof description>

/** Everything that a node knows. */
export interface PaxosState {
  readonly id: NodeId
  readonly nodes: readonly NodeId[]
  readonly roles: Roles
  /** The role that the scenario gave to it; null: it plays all parts. */
  readonly given_role: string | null
  readonly settings: Settings
  switches: Switches
  readonly disk: Disk
  /** Of the disk that it has; null: it has lost the one that it wrote. */
  readonly disk_generation: number | null
  /** Its disk is the one that it wrote last: it may promise, accept and propose. */
  readonly takes_part: boolean
  now_us: number
  /** As an acceptor and learner, by key. */
  readonly registers: Map<string, Register>
  /** As a proposer: ballots under way, by key. */
  readonly attempts: Map<string, Attempt>
  /** Keys by the number of their attempt's timer. */
  readonly timers: Map<number, string>
  /** What it has had chosen, and who has not acknowledged that. */
  readonly untold: Map<string, Set<NodeId>>
  /** When each other proposer was last heard. */
  readonly heard_us: Map<NodeId, number>
  /** Whom it takes for the distinguished proposer; null: there is none. */
  distinguished: NodeId | null
  readonly counters: { attempts: number; ballots: number; preempted: number }
}

export interface Disk extends DurableEvents, OwnMessages<PaxosMessage> {
  /** Records appended since the last snapshot. */
  since_snapshot: number
}

/** What a node knows of a key. */
export interface Register {
  promised: Ballot | null
  accepted: Accepted | null
  /** The number of the highest ballot that this node has started; 0: none. */
  started: number
  chosen: Accepted | null
}

/** `prepare` and `accept`: waits for a quorum of answers. `pause`: waits until it starts the next ballot. */
export type Phase = 'prepare' | 'accept' | 'pause'

/** The way of a proposer to a chosen value, in one ballot after the other. */
export interface Attempt {
  readonly key: string
  /** Names its timer. */
  readonly id: number
  readonly since_us: number
  ballot: Ballot
  phase: Phase
  /** Proposed where nobody has accepted anything; null: it only reads. */
  own: string | null
  /** Proposed in this ballot. */
  value: string | null
  /** What those who promised had accepted. */
  readonly promises: Map<NodeId, Accepted | null>
  readonly accepted_by: Set<NodeId>
  /** The highest number that it has heard of. */
  highest: number
  /** Ballots that it has given up. */
  failures: number
  /** To answer. */
  readonly requests: Set<number>
}

/** What goes to the write-ahead log. */
export type PaxosRecord =
  /** The disk's generation, when it is written first. */
  | { readonly kind: 'disk'; readonly generation: number }
  | { readonly kind: 'start'; readonly key: string; readonly n: number }
  | { readonly kind: 'promise'; readonly key: string; readonly ballot: Ballot }
  | { readonly kind: 'accept'; readonly key: string; readonly accepted: Accepted }
  | { readonly kind: 'learn'; readonly key: string; readonly chosen: Accepted }

export type PaxosSnapshot = {
  readonly generation: number | null
  readonly registers: readonly (readonly [key: string, register: Readonly<Register>])[]
  readonly [field: string]: Plain | undefined
}
