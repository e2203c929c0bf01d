/**
 * The contract between a protocol and whatever drives it (a process, or the simulator).
 *
 * A protocol is a pure state machine. It never reads a clock, draws a random number or touches a socket or file except through
 * what it is handed. Its whole state is plain data: cloneable, hashable, printable. A step may change the state in place, since
 * the driver alone holds it (immutable updates cost three times as much and buy nothing here).
 *
 * The driver hands a step *all* waiting inputs, makes everything appended durable with one sync, and only then lets out effects
 * marked `after: 'sync'` (votes, acknowledgements). It then hands in `durable`. Effects marked `after: 'now'` leave at once, so a
 * leader replicates in parallel with its own sync. That one rule gives group commit, batching and crash safety together.
 *
 * Messages, records and snapshots are let go of: neither the protocol that makes one nor the one that is handed it ever changes it,
 * since a simulation passes them on as they are, where a process encodes them.
 */
import type { ClockInterval } from '../../src-shared/clock/interval'
import type { NodeId } from '../../src-shared/ids'
import type { Keys } from '../../src-shared/keys'
import type { Operation, OperationResult } from '../../src-shared/operations'
import type { LabEvent, ProtocolEvent } from '../../src-shared/events'
import type { Parameters, ProtocolDescription } from '../../src-shared/description/protocol-description'
import type { ClientMap } from '../../src-shared/wire/client-map'
import type { RequestContext } from '../../src-shared/wire/client-messages'

/** Anything msgpack can carry: no classes, functions or cycles. */
export type Plain =
  null | boolean | number | string | Uint8Array | readonly Plain[] | { readonly [key: string]: Plain | undefined }

/** A message between nodes. `type` is one of the description's message names. */
export interface ProtocolMessage {
  readonly type: string
}

/** What a client asks. `session` and `sequence` let the state machine apply a retried write once (Raft dissertation §6.3). */
export interface ClientRequest {
  /** Names the request to the driver; goes back unchanged in the reply. Unique within a boot. */
  readonly request: number
  readonly session: string
  /** Grows by one for each new operation of the session; a retry repeats it. */
  readonly sequence: number
  readonly operation: Operation
  /** One of the description's policies for such an operation; absent: the first. */
  readonly policy?: string
  /**
   * What earlier replies gave this session to bring along: its newest token, and the newest of this operation's key. Only the
   * protocol knows what they mean. A session with several operations open at once keeps whichever token came last.
   */
  readonly context?: RequestContext
  /** Epoch of the map by which the client chose this node; absent: it has none. */
  readonly map_epoch?: number
  /** The client's, of `requestText`; absent: the protocol has clients sign nothing. */
  readonly signature?: string
}

export type ClientReply =
  /**
   * `context`: tokens for the session to bring along from now on, in place of those it has. `age_us`: a replica answers from what it has,
   * which was all there was so long ago, as far as it knows. `signature`: of `replyText`.
   * `tentative`: it may yet be undone, unless a quorum says the same in that view.
   */
  | {
      readonly status: 'ok'
      readonly result: OperationResult
      readonly context?: RequestContext
      readonly age_us?: number
      readonly signature?: string
      readonly tentative?: number
    }
  /**
   * Certainly not applied by this request (an earlier try of the same sequence may be); the client may try `leader` if it is named.
   * `map`: newer than the client's.
   */
  | { readonly status: 'redirect'; readonly leader: NodeId | null; readonly map?: ClientMap }
  /** Certainly not applied by this request (an earlier try of the same sequence may be). `final`: nor by any other try, so that none is worth it. */
  | { readonly status: 'rejected'; readonly error: string; readonly final?: true }
  /** May have been applied or may yet be; retry only under the same sequence. */
  | { readonly status: 'unknown'; readonly error: string }

export type Input<Message extends ProtocolMessage> =
  | { readonly kind: 'message'; readonly from: NodeId; readonly message: Message }
  | { readonly kind: 'timer'; readonly timer: string }
  | { readonly kind: 'request'; readonly request: ClientRequest }
  | {
      readonly kind: 'command'
      readonly command: string
      readonly arguments: Readonly<Record<string, string | number | boolean>>
    }
  /** The first `records` records appended since boot are on disk (a count, so it never goes back). */
  | { readonly kind: 'durable'; readonly records: number }
  /** The deliberate bugs that are on from now on: somebody has turned a switch. */
  | { readonly kind: 'switches'; readonly switches: readonly string[] }
  /**
   * Who takes part from now on, in the order in which they came. What the protocol makes of it is its own affair. A node that is not
   * among them is leaving: it can be reached, and goes on, for `LEAVE_MS` (node-core/conditions.ts). `ever`: those that do or did, some of
   * whom may have come and gone while this node was paused. `history`: see `Boot`.
   */
  | {
      readonly kind: 'members'
      readonly members: readonly NodeId[]
      readonly ever: readonly NodeId[]
      readonly history: readonly (readonly NodeId[])[]
    }
  /** The link to this peer came up (true) or was found broken; a hint only, never needed for safety. */
  | { readonly kind: 'peer'; readonly peer: NodeId; readonly connected: boolean }

/** `sync`: let out only when everything this and earlier steps appended is on disk. */
export type After = 'now' | 'sync'

export type Effect<
  Message extends ProtocolMessage,
  LogRecord extends Plain,
  Snapshot extends Plain,
  Timer extends string = string
> =
  | { readonly kind: 'send'; readonly to: NodeId; readonly message: Message; readonly after: After }
  | { readonly kind: 'reply'; readonly request: number; readonly reply: ClientReply; readonly after: After }
  /** Fires once, `delay_us` of this node's clock from now; setting it again replaces it. */
  | { readonly kind: 'set-timer'; readonly timer: Timer; readonly delay_us: number }
  | { readonly kind: 'clear-timer'; readonly timer: Timer }
  /** One record of the write-ahead log. What records mean is the protocol's affair; recovery hands them back in order. */
  | { readonly kind: 'append'; readonly record: LogRecord }
  /**
   * Replace the log by this snapshot followed by `records` (what recovery must still see: the retained tail). Durable with the
   * next sync, atomically: recovery sees either the old log or the new. Does not count towards `durable.records`.
   */
  | { readonly kind: 'save-snapshot'; readonly snapshot: Snapshot; readonly records: readonly LogRecord[] }
  | { readonly kind: 'emit'; readonly event: ProtocolEvent }

/** What a node knows when it starts. */
export interface Boot<LogRecord extends Plain, Snapshot extends Plain> {
  readonly id: NodeId
  /** Everybody who takes part now, in the run's order, this node included. */
  readonly nodes: readonly NodeId[]
  /** Those that the run began with: a node that is not among them came later. Absent: `nodes`. */
  readonly initial_nodes?: readonly NodeId[]
  /** Those that take part or did. Absent: `nodes`. */
  readonly ever?: readonly NodeId[]
  /**
   * Whoever changes the members keeps a history of it, as an administrator does (Dynamo §4.8.1): the list after each change, from that of
   * the run's beginning to the one of now. All nodes are told the same, though not at the same time. Absent: `nodes` alone.
   */
  readonly history?: readonly (readonly NodeId[])[]
  /** Roles that the scenario gave to nodes for good; absent: none. */
  readonly roles?: Readonly<Record<NodeId, string>>
  /**
   * How often the node's disk has been lost or replaced by an older copy: what `recovered` holds is what this node wrote last if this
   * is what it was at the start before. Never goes back; 0 at first. (What VM generation IDs tell a restored virtual machine.)
   */
  readonly generation: number
  /** Every parameter of the description, defaults filled in. */
  readonly parameters: Parameters
  /** Names of the switches that are on. */
  readonly switches: readonly string[]
  /** What the disk held: the newest snapshot, if any, and the records after it. */
  readonly recovered: { readonly snapshot: Snapshot | null; readonly records: readonly LogRecord[] }
}

/** What a step is handed besides its inputs. */
export interface Context {
  /** This node's clock in microseconds: monotonic unless somebody set it back; offset and drift apply. */
  readonly now_us: number
  /** Uniform in [0, 1); seeded per node. */
  readonly random: () => number
  /** This node's own. Absent: the driver hands out none. */
  readonly keys?: Keys
}

/** A protocol: its description and its pure core. */
export interface Protocol<
  State = unknown,
  Message extends ProtocolMessage = ProtocolMessage,
  LogRecord extends Plain = Plain,
  Snapshot extends Plain = Plain
> {
  readonly description: ProtocolDescription
  /** The state after recovery, and the first effects (timers, a first `role` event). */
  boot(boot: Boot<LogRecord, Snapshot>, context: Context): { state: State; effects: Effect<Message, LogRecord, Snapshot>[] }
  /** Handle all waiting inputs. Throws {@link ProtocolAssertionError} when an invariant of the core itself fails. */
  step(state: State, inputs: readonly Input<Message>[], context: Context): Effect<Message, LogRecord, Snapshot>[]
  /** Gauges for `sample` events, under the names of the description's series. Cheap: called several times a second. */
  sample(state: State): Readonly<{ [series: string]: number }>
  /** Those of each of its groups, where it hosts several; `sample` has what concerns the node as a whole. */
  sampleGroups?(state: State): ReadonlyMap<string, Readonly<{ [series: string]: number }>>
  /**
   * What time the node takes it to be while its own clock shows `now_us`, for the gauges of its clock; null: it has no time yet. Absent: the
   * protocol keeps no clock.
   */
  believedTime?(state: State, now_us: number): ClockInterval | null
  /**
   * One watcher for each invariant of the description, under the cluster's parameters; `roles` as in `Boot`. Bounded memory: they forget what
   * can no longer matter.
   */
  createInvariants(nodes: readonly NodeId[], parameters: Parameters, roles?: Readonly<Record<NodeId, string>>): LiveInvariant[]
  /** Which messages an adversary that picks deliveries holds back, and until when; goes with the description's `adversary`. */
  createAdversary?(nodes: readonly NodeId[], parameters: Parameters, roles?: Readonly<Record<NodeId, string>>): Adversary<Message>
  /** Whether a node that leaves has nothing left to do; absent: it has once its time is over. See `LEAVE_MS`. */
  mayStop?(state: State): boolean
  /** One line for logs, tests and the screen. */
  describe(state: State): string
  /** One line that names a message and its main fields. */
  describeMessage(message: Message): string
  /** Timers that may fire somewhat early or late, so that those of many groups in a process fire together; see kit/groups. */
  readonly shared_timers?: readonly string[]
}

/**
 * What an adversary that picks deliveries knows of a protocol (Fischer, Lynch, Paterson 1985): which message, delivered now, could take the last choice
 * away. It holds such a message back until it could not any more; every message is delivered in the end. Bounded memory.
 */
export interface Adversary<Message extends ProtocolMessage = ProtocolMessage> {
  /** A message between nodes is about to arrive, perhaps again after it was held back. */
  onArrival(from: NodeId, to: NodeId, message: Message): void
  /** One is handed to its receiver. */
  onDelivery(from: NodeId, to: NodeId, message: Message): void
  /** Whether it could decide, if it were delivered now. Asked again after each arrival and delivery. */
  mayDecide(from: NodeId, to: NodeId, message: Message): boolean
}

/** What a live invariant found: one sentence, and the seq numbers of the events that show it. */
export interface Violation {
  readonly text: string
  readonly events: readonly number[]
}

/** Acknowledged writes, as `client:op`, that are gone although nobody promised to keep them. */
export interface Loss {
  readonly lost: readonly string[]
  readonly text: string
  readonly events: readonly number[]
}

/** A fold over the run's events that watches one invariant of the description; cheap enough to run all the time. */
export interface LiveInvariant {
  readonly name: string
  /** The facts, and the kinds of other events, that it must be told of; `fact` stands for every fact. Absent: all events. */
  readonly reads?: readonly string[]
  observe(event: LabEvent): Violation | Loss | null
}

/** An invariant of a protocol's core failed: the node must stop rather than go on. */
export class ProtocolAssertionError extends Error {
  override readonly name = 'ProtocolAssertionError'
}

/** Throws {@link ProtocolAssertionError} with the text unless the condition holds. A function: a text that costs something to make. */
export function assert(condition: boolean, text: string | (() => string)): asserts condition {
  if (!condition) throw new ProtocolAssertionError(typeof text === 'string' ? text : text())
}
