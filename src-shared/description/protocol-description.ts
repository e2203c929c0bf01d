/** What a protocol says of itself, as plain data: the screens, checkers, command line and reports learn all they know of it from here. */
import type { DataTypeName } from '../data-types/registry'
import type { OperationName } from '../operations'
import type { MessageDescription } from './messages'
import type { QuorumDescription } from './quorum'
import type { RoleLook } from './role-look'

/** A number, a range, a yes/no or a choice that a scenario may set. */
export type ParameterDescription =
  | {
      readonly type: 'number'
      readonly title: string
      readonly unit: string
      readonly default: number
      readonly min: number
      readonly max: number
      readonly integer?: boolean
    }
  /** Two numbers, lowest first; the node draws between them (both ends included). A single number means "exactly this". */
  | {
      readonly type: 'range'
      readonly title: string
      readonly unit: string
      readonly default: readonly [number, number]
      readonly min: number
      readonly max: number
    }
  | { readonly type: 'boolean'; readonly title: string; readonly default: boolean }
  | { readonly type: 'choice'; readonly title: string; readonly default: string; readonly choices: readonly string[] }

export type ParameterValue = number | readonly [number, number] | boolean | string
export type Parameters = Readonly<Record<string, ParameterValue>>

/** A role that a node can have. */
export interface RoleDescription {
  readonly name: string
  readonly title: string
  /** What several nodes with it are called; absent: its name and an s. */
  readonly plural?: string
  /** A scenario gives it to members, for good; absent: nodes take it on by themselves. */
  readonly assignable?: true
  /** One member has it, where a scenario gives out roles; absent: any number. */
  readonly single?: true
  /** A node with it leads others, or campaigns to lead them; absent: neither. */
  readonly duty?: 'leads' | 'campaigns'
  /** A node with it counts towards no quorum. */
  readonly votes?: false
  /** Absent: a neutral one. */
  readonly look?: RoleLook
}

/** A gauge that nodes sample under `name` in `sample` events. */
export interface SeriesDescription {
  readonly name: string
  /** Another name, which older scenario files have for it. */
  readonly formerly?: string
  readonly title: string
  readonly unit: string
  /** One gauge for each other node, sampled as `name.<node>`. */
  readonly per?: 'peer'
  /** Drawn over time, a line for each replica, or a row for each peer; absent: in the node's inspector alone. */
  readonly chart?: true
  /** Not among the measured figures of a node: its heading and its panels tell it, at once. */
  readonly listed?: false
}

/** A deliberate bug for teaching, off by default. */
export interface SwitchDescription {
  readonly name: string
  readonly title: string
  /** What goes wrong, in one plain sentence. */
  readonly explanation: string
  /** `safety`: some check catches a wrong result or state. `liveness`: an expectation of its scenario on progress fails. */
  readonly breaks: 'safety' | 'liveness'
  /** The shipped scenario (id) whose random faults bring it to light. */
  readonly exposed_by: string
}

/** A live invariant, checked while the run goes on. */
export interface InvariantDescription {
  readonly name: string
  readonly title: string
  /** What must hold, in one plain sentence, with its source. */
  readonly explanation: string
}

/** How a client may ask for a read or a write: whom it asks, and what the answer promises. */
export interface PolicyDescription {
  readonly name: string
  readonly title: string
  /** What a client may rely on, in one plain sentence. */
  readonly explanation: string
  readonly strategy: StrategyDescription
  /** The first alone: requests under it do not name it. */
  readonly implied?: true
  /** Clients keep what they read for a while (`workload.cache_ttl`), and answer from that without asking anybody. */
  readonly cached?: true
}

/** Whom clients ask, and what counts as the answer. */
export type StrategyDescription =
  /**
   * `leader`: the node that they believe to lead. `any`: any node in turn. `followers`: any in turn that they do not believe to lead.
   * `nearest`: the one with the shortest round trip so far. `freshest`: the one that last told the least age of what it answers.
   * `routed`: the node that holds the key, by a map that redirects correct. `replicas`: by the same map any in turn of the group that does.
   * `call`: the first node, or the one that it named, and nobody else: no other can answer in its place.
   */
  | { readonly name: 'leader' | 'any' | 'followers' | 'nearest' | 'freshest' | 'routed' | 'replicas' | 'call' }
  /**
   * All nodes at once, until so many have answered alike. `one-honest`: one more than may lie, so that one who does not is among them.
   * `byzantine-quorum`: so many that any two such sets share an honest node.
   */
  | { readonly name: 'all-matching'; readonly equal_answers: number | 'one-honest' | 'byzantine-quorum' }

/** The first of each is what a workload gets that names none. */
export interface PolicyDescriptions {
  readonly reads: readonly [PolicyDescription, ...PolicyDescription[]]
  readonly writes: readonly [PolicyDescription, ...PolicyDescription[]]
}

/** Which numeric parameters are Dynamo's N, R and W. */
export interface OverlapDescription {
  readonly n: string
  readonly r: string
  readonly w: string
  /** A yes/no parameter that, when on, lets writes count on nodes that no read asks. */
  readonly waived_by?: string
}

/** A way to set the protocol up whose promises are worth comparing with those of others. */
export interface ConfigurationDescription {
  /** Short: it heads a line of a table, beside the protocol's title. */
  readonly title: string
  /** Absent: the default of each. */
  readonly parameters?: Parameters
  readonly read_policy?: string
  readonly write_policy?: string
  /** Deliberate bugs that belong to it. */
  readonly switches?: readonly string[]
  /** What clients do with it; absent: `get` and `put`. With `increment` keys are counters. */
  readonly operations?: readonly OperationName[]
  /** What a reader should know who wonders at its results: one or two plain sentences. */
  readonly explanation?: string
}

/** An operator command that one node carries out. */
export interface CommandDescription {
  readonly name: string
  readonly title: string
  /** Names of the arguments; `node` means the name of another node. `choices`: one of these; absent: anything. */
  readonly arguments: readonly {
    readonly name: string
    readonly type: 'node' | 'number' | 'text'
    readonly optional: boolean
    readonly choices?: readonly string[]
  }[]
  /** Offered only on nodes with this role; absent: on all. */
  readonly role?: string
}

export interface ProtocolDescription {
  readonly name: string
  readonly title: string
  /** One sentence for the catalogue. */
  readonly summary: string
  readonly parameters: Readonly<Record<string, ParameterDescription>>
  /** What clients may keep in it; none: nobody asks it for anything, and there is no history to judge. */
  readonly data_types: readonly DataTypeName[]
  /** Those of its data types' operations that it carries out. */
  readonly operations: readonly OperationName[]
  readonly policies: PolicyDescriptions
  readonly roles: readonly RoleDescription[]
  /** Its word for what its leaders are numbered by, in the singular; absent: they are not. */
  readonly term?: string
  readonly series: readonly SeriesDescription[]
  readonly invariants: readonly InvariantDescription[]
  readonly switches: readonly SwitchDescription[]
  readonly commands: readonly CommandDescription[]
  /** The message types; the position is the type's code in a frame. At most 255. */
  /** What an adversary that picks deliveries holds back, in one plain sentence; absent: the protocol knows none. */
  readonly adversary?: string
  readonly messages: readonly MessageDescription[]
  /** How many nodes make a quorum. */
  readonly quorum: QuorumDescription
  /** Clients sign what they ask, and nodes what they answer, since whoever passes it on may lie; absent: nobody signs. */
  readonly signed_requests?: true
  /** Nodes keep their data in memory alone: more than a minority that restarts at once has lost it for good. */
  readonly forgets?: true
  /** Nodes may join and leave while the cluster runs; absent: who takes part is fixed. */
  readonly members_change?: true
  /**
   * In clusters of more nodes than run as processes messages travel as datagrams: a connection would be made for nearly each of them, since nodes talk to
   * somebody else each time. Absent: nodes keep connections.
   */
  readonly datagrams?: true
  /** Where reads and writes meet by counting replicas. */
  readonly overlap?: OverlapDescription
  /** What the consistency explorer compares; absent: the defaults alone. */
  readonly configurations?: readonly ConfigurationDescription[]
}
