/**
 * A run is one ordered stream of these events. Charts, the canvas, checkers, reports, exports and replay are folds over it;
 * nothing on screen comes from anywhere else.
 */
import type { ClientId, EndpointId, LinkId, NodeId } from '../ids'
import type { FaultAction } from '../faults/actions'
import type { Intervention } from '../faults/interventions'
import type { LinkMode, LinkSettings, LinkSettingsChange } from '../network/netem'
import type { Operation, OperationResult } from '../operations'
import type { Engine } from '../engine'
import type { Parameters } from '../description/protocol-description'

/** What every event carries. */
export interface Stamp {
  /**
   * Integer microseconds since the run began, on the machine's one monotonic clock. It grows along the stream but for events that
   * came late (of a process that was paused, say): they keep the time at which they happened, which is before their neighbours'.
   */
  readonly t: number
  /** Position in the stream: 1, 2, 3 … without gaps. Assigned once, when the lab merges its sources. */
  readonly seq: number
}

/** Lamport counter and vector clock of a node at an event (Lamport 1978; Fidge 1988, Mattern 1989). Slots follow the run's node order. */
export interface LogicalClock {
  readonly lamport: number
  readonly vector: readonly number[]
}

/** Names one message of a run: the `n`-th frame that `from` sent to `to`, counted from 1 for each boot of the sender. */
export interface MessageRef {
  readonly from: EndpointId
  readonly to: EndpointId
  /** Boot number of the sender (0 for clients); with `n` it makes the name unique within the run. */
  readonly boot: number
  readonly n: number
}

/** Why a frame never arrived, or arrived useless. */
export type DropCause =
  | 'cut'
  | 'refuse'
  | 'reset'
  | 'half-open'
  | 'loss'
  | 'queue-full'
  | 'sender-queue-full'
  | 'not-connected'
  | 'corrupt'
  /** Its checksum is right, and what it holds is no message. */
  | 'malformed'
  | 'receiver-gone'
  | 'by-hand'

/** Counters of one directed link since the run began, in frames unless named otherwise. */
export interface LinkCounters {
  readonly offered: number
  readonly delivered: number
  readonly duplicated: number
  readonly corrupted: number
  /** Under a right checksum; absent in recordings from before links could do so. */
  readonly altered?: number
  readonly reordered: number
  readonly dropped: Readonly<Partial<Record<DropCause, number>>>
  readonly bytes_offered: number
  readonly bytes_delivered: number
  /** Sum of the time that delivered frames spent in the link; divide by `delivered` for the observed mean delay. */
  readonly delay_us_sum: number
  /** Frames waiting in the link now. */
  readonly queued: number
}

/** Why a node's process is no longer running. `failed`: it ended by itself. */
export type ExitReason = 'stopped' | 'crashed' | 'failed'

/** State of a node's process. */
export type ProcessState = 'starting' | 'running' | 'paused' | 'down'

/** Events about the run as a whole. */
export type RunEvent =
  | {
      readonly kind: 'run-started'
      readonly version: string
      readonly scenario: string
      readonly protocol: string
      readonly engine: Engine
      readonly seed: number
      readonly nodes: readonly NodeId[]
      readonly clients: readonly ClientId[]
      /** Wall-clock start, ISO 8601, for people only; a simulation, whose stream its seed alone decides, has none. */
      readonly started_at: string | null
      /** Names of switches (deliberate bugs) that are on from the start. */
      readonly switches: readonly string[]
      /** Parameters that the scenario sets for the whole cluster; absent: none. */
      readonly parameters?: Parameters
      /** Roles that the scenario gives to nodes for good; absent: none. */
      readonly roles?: Readonly<Record<NodeId, string>>
      /** What the scenario sets of links, by link; of those that are not here nothing. Absent: none is set, or there are more than 15 nodes. */
      readonly links?: Readonly<Record<LinkId, LinkSettingsChange>>
    }
  /** `stopped_us`: from when on nothing more was asked of the cluster; what was open then had a moment to end. */
  | {
      readonly kind: 'run-ended'
      readonly reason: 'finished' | 'stopped' | 'failed'
      readonly text?: string
      readonly stopped_us?: number
    }
  /** Something a person should read: `error` means the run cannot be trusted or could not go on. */
  | { readonly kind: 'notice'; readonly level: 'info' | 'warning' | 'error'; readonly text: string }
  /** Message events were sampled from here on: one message in `keep_one_in` is traced. */
  | { readonly kind: 'sampling'; readonly source: EndpointId; readonly keep_one_in: number }
  /**
   * Somebody reached in; in a simulation after `step` steps. Scenario, seed and these are all that a simulated run depends on, so that
   * whoever repeats them at the same steps gets the same stream. Of real processes only a changed workload is told, without a step (0).
   */
  | { readonly kind: 'intervention'; readonly step: number; readonly intervention: Intervention }
  /** Events were lost to a full buffer; a fold must show a gap, not a line. */
  | { readonly kind: 'gap'; readonly source: string; readonly lost: number }

/** Events about who takes part. Those of `run-started` are there from the start. */
export type MemberEvent =
  /** It is about to start. `role`: given for good, or null. */
  | { readonly kind: 'member-joined'; readonly node: NodeId; readonly role: string | null }
  /** It has been stopped and does not come back, unless it joins again. */
  | { readonly kind: 'member-left'; readonly node: NodeId }

/** Events about a node's process, clock and disk. */
export type ProcessEvent =
  | {
      readonly kind: 'node-started'
      readonly node: NodeId
      readonly boot: number
      /** null: the node is simulated and has no process. */
      readonly pid: number | null
      /** See `Boot.generation`: higher than at the start before when the node's disk was lost or replaced by a backup in between. Absent: 0. */
      readonly generation?: number
    }
  /** Recovered from disk and connected to its control channel: it takes part from now on. */
  | {
      readonly kind: 'node-ready'
      readonly node: NodeId
      readonly boot: number
      readonly recovered_records: number
      readonly truncated_bytes: number
    }
  | {
      readonly kind: 'node-exited'
      readonly node: NodeId
      readonly boot: number
      readonly reason: ExitReason
      readonly code: number | null
      readonly signal: string | null
      /** The last lines the process wrote, oldest first. */
      readonly output: readonly string[]
    }
  | { readonly kind: 'node-paused'; readonly node: NodeId }
  | { readonly kind: 'node-resumed'; readonly node: NodeId }
  | { readonly kind: 'node-clock'; readonly node: NodeId; readonly offset_us: number; readonly drift_ppm: number }
  | {
      readonly kind: 'node-disk'
      readonly node: NodeId
      readonly sync_delay_us: number
      readonly sync_fails: boolean
      readonly lose_unsynced: boolean
      readonly tear_unsynced: boolean
      readonly corrupt_writes: boolean
    }
  /** Deliberate bugs that are on in this node from now on. */
  | { readonly kind: 'node-switches'; readonly node: NodeId; readonly switches: readonly string[] }
  | {
      readonly kind: 'node-log'
      readonly node: NodeId
      readonly level: 'debug' | 'info' | 'warning' | 'error'
      readonly text: string
    }

/** What one protocol, or one family of them, alone tells; see `declareFact`. */
export interface FactEvent<Name extends string = string, Data = unknown> {
  readonly kind: 'fact'
  readonly fact: Name
  readonly node: NodeId
  /** Which of the node's replicas, where it hosts several. */
  readonly group?: string
  readonly data: Data
}

/** Events that a protocol emits. Leaderless protocols simply never emit `role`. `group`: which of the node's replicas tells it, where it hosts several. */
export type ProtocolEvent =
  /**
   * `role` is one of the description's roles; `leader` is whom this node follows, if anybody. `term` and `leader` are absent where the
   * protocol has none.
   */
  | {
      readonly kind: 'role'
      readonly node: NodeId
      readonly group?: string
      readonly role: string
      readonly term?: number
      readonly leader?: NodeId | null
    }
  | FactEvent
  /** Sums of what the node would answer, by part of the data that it keeps: nodes that keep a part agree on it if their sums are equal. */
  | {
      readonly kind: 'contents'
      readonly node: NodeId
      readonly group?: string
      readonly sums: Readonly<Record<string, number>>
    }
  /** An election (or another named phase) began or ended; `detail` reads as a sentence. */
  | { readonly kind: 'note'; readonly node: NodeId; readonly group?: string; readonly topic: string; readonly detail: string }
  /** An assertion inside the protocol failed; the node stops after it. */
  | { readonly kind: 'assertion'; readonly node: NodeId; readonly group?: string; readonly text: string }

/** Events about single messages. Only traced messages appear; the sender decides and the frame carries the decision. */
export type MessageEvent =
  /**
   * `forms`: what it is where its type leaves that open, by the names of declared forms; absent: what its type says. `says`: what is in it, in
   * one line; absent: nobody kept it.
   */
  | ({
      readonly kind: 'sent'
      readonly type: string
      readonly bytes: number
      readonly forms?: readonly string[]
      readonly says?: string
      readonly clock?: LogicalClock
    } & MessageRef)
  /** The network handed the frame to the receiver after holding it `late_us`; `copy` is 1 for the second copy of a duplicated frame. */
  | ({
      readonly kind: 'delivered'
      readonly late_us: number
      readonly copy: number
      readonly corrupted: boolean
      readonly altered?: true
    } & MessageRef)
  | ({ readonly kind: 'dropped'; readonly cause: DropCause } & MessageRef)
  /** Simulation: somebody holds the copy back; it waits until it is delivered or dropped by hand. */
  | ({ readonly kind: 'held'; readonly copy: number } & MessageRef)
  /** The receiving node has read it; its logical clock after the receive. */
  | ({ readonly kind: 'received'; readonly type: string; readonly clock?: LogicalClock } & MessageRef)

/** Events of the workload: the operation history. */
export type OperationEvent =
  | {
      readonly kind: 'invoke'
      readonly client: ClientId
      readonly op: number
      readonly operation: Operation
      /** How it is asked for; absent where the protocol leaves no choice. */
      readonly policy?: string
      /** Its place in the workload's script, from 0. */
      readonly script?: number
    }
  /** Sent (again) to this node; `attempt` counts from 1. */
  | { readonly kind: 'attempt'; readonly client: ClientId; readonly op: number; readonly attempt: number; readonly node: NodeId }
  | {
      readonly kind: 'ok'
      readonly client: ClientId
      readonly op: number
      readonly result: OperationResult
      /** What the client may bring along when it next asks about the key. */
      readonly token?: string
      /** It comes from a copy, which was all there was so long ago, as far as whoever has the copy knows. */
      readonly copy?: { readonly of: 'replica' | 'cache'; readonly age_us: number }
      readonly latency_us: number
      readonly node: NodeId
    }
  /** Certainly not applied. */
  | { readonly kind: 'fail'; readonly client: ClientId; readonly op: number; readonly error: string; readonly latency_us: number }
  /** Unknown: it may have been applied, or may yet be. */
  | { readonly kind: 'info'; readonly client: ClientId; readonly op: number; readonly error: string; readonly latency_us: number }

/** Events about what is being done to the cluster. */
export type FaultEvent =
  | {
      readonly kind: 'fault-started'
      readonly fault: number
      readonly label: string
      readonly action: FaultAction
      readonly by: 'timeline' | 'person'
      /** Nodes and links that it touches. */
      readonly nodes: readonly NodeId[]
      readonly links: readonly LinkId[]
    }
  /** The fault goes on under other settings: somebody drags a delay. */
  | { readonly kind: 'fault-changed'; readonly fault: number; readonly label: string; readonly action: FaultAction }
  | { readonly kind: 'fault-ended'; readonly fault: number; readonly by: 'timeline' | 'person' }
  | {
      readonly kind: 'link-changed'
      readonly links: readonly { readonly link: LinkId; readonly mode: LinkMode; readonly settings: LinkSettings }[]
    }

/** Regular samples. */
export type SampleEvent =
  /**
   * Gauges of one node under the names its protocol declares (plus the runtime's own), several times a second. Where it hosts several
   * groups, one more for each, with what the protocol declares.
   */
  | {
      readonly kind: 'sample'
      readonly node: NodeId
      readonly group?: string
      readonly values: Readonly<Record<string, number>>
    }
  /** Cumulative counters of every link with traffic since the last sample. */
  | { readonly kind: 'links'; readonly counters: Readonly<Record<LinkId, LinkCounters>> }

/** Verdicts. */
export type CheckEvent =
  /** A live invariant broke; `events` are the seq numbers of what shows it. */
  | { readonly kind: 'violation'; readonly invariant: string; readonly text: string; readonly events: readonly number[] }
  /** Acknowledged writes, as `client:op`, that are gone for good although no promise of the protocol is broken. */
  | {
      readonly kind: 'writes-lost'
      readonly operations: readonly string[]
      readonly text: string
      readonly events: readonly number[]
    }

export type EventBody =
  RunEvent | MemberEvent | ProcessEvent | ProtocolEvent | MessageEvent | OperationEvent | FaultEvent | SampleEvent | CheckEvent

/** One event of a run. */
export type LabEvent = EventBody & Stamp

/** An event as its source made it, before the lab gave it a place in the stream. `t` as in {@link Stamp}. */
export type TimedEvent = EventBody & { readonly t: number }

/** The event type with the given kind. */
export type EventOf<K extends EventBody['kind']> = Extract<LabEvent, { readonly kind: K }>

/** True for the kinds that recordings and buffers may sample. */
export function isMessageEvent({ kind }: LabEvent | TimedEvent): boolean {
  return kind === 'sent' || kind === 'delivered' || kind === 'dropped' || kind === 'received' || kind === 'held'
}
