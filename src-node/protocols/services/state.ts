import type { NodeId } from '../../../src-shared/ids'
import type { description } from '../../../src-shared/protocols/services/description'
import type { BreakerState, Outcome } from '../../../src-shared/protocols/services/facts'
import type { Tier } from '../../../src-shared/protocols/services/tiers'
import type { Plain } from '../contract'
import type { DurableEvents } from '../kit/durable-events'
import type { SettingsOf, SwitchesOf } from '../kit/settings'

export type Settings = SettingsOf<typeof description>
export type Switches = SwitchesOf<typeof description>

/** Who has which part, for as long as the run goes on. */
export interface Topology {
  readonly nodes: readonly NodeId[]
  readonly members: ReadonlyMap<Tier, readonly NodeId[]>
  /** The service that clients call. */
  readonly entry: Tier
  readonly name_service: NodeId | null
  readonly relay: NodeId | null
}

/** Everything that a member knows. */
export interface ServicesState {
  readonly id: NodeId
  readonly role: string
  /** The service that it is a member of; null: it is none. */
  readonly tier: Tier | null
  /** The service that this one calls; null: it is the last. */
  readonly next: Tier | null
  readonly topology: Topology
  readonly settings: Settings
  switches: Switches
  readonly disk: Disk
  /** What its spans' names begin with: drawn at its start, so that no other has it. */
  readonly span_prefix: string
  /** Waits for a worker, oldest first. */
  readonly queue: Work[]
  /** Worked on, by number. */
  readonly working: Map<number, Work>
  /** Worked on, and waiting for its calls. */
  readonly serving: Map<number, Work>
  readonly calls: Map<number, Call>
  readonly tries: Map<number, Try>
  readonly breakers: Map<NodeId, Breaker>
  /** Further tries that may be made. */
  readonly budget: { tokens: number }
  readonly addresses: Map<Tier, Address>
  /** Calls that wait for the address of the next service. */
  readonly unresolved: Set<number>
  /** As the name service: who answers for which service. */
  readonly pointed: Map<Tier, NodeId>
  readonly ledger: Ledger
  readonly counters: { numbers: number; sent: number; retries: number; shed: number; payments: number }
}

export interface Disk extends DurableEvents {
  since_snapshot: number
}

/** A call, or a client's request, that it has got. */
export interface Work {
  readonly number: number
  readonly request: string
  readonly from: { readonly client: number } | { readonly node: NodeId; readonly span: string }
  readonly account: string
  /** null: it asks for the account. */
  readonly amount: number | null
  /** By which the payment is known again. */
  readonly key: string | null
  readonly arrived_us: number
  /** By its own clock; null: its caller does not say. */
  readonly deadline_us: number | null
  /** Its calls that have not ended. */
  open_calls: number
  value: string | null
  failure: Failure | null
}

export interface Failure {
  readonly outcome: Exclude<Outcome, 'ok'>
  readonly reason: string
}

/** A call of the next service, in all its tries. */
export interface Call {
  readonly number: number
  readonly work: number
  /** Its place among those that are made at once. */
  readonly index: number
  tries: number
  /** Tries that are under way. */
  readonly open: Set<number>
}

/** One try of a call; its number names its span. */
export interface Try {
  readonly call: number
  readonly node: NodeId
}

export interface Breaker {
  state: BreakerState
  failures: number
}

export interface Address {
  readonly node: NodeId
  readonly until_us: number
}

export interface Ledger {
  readonly totals: Map<string, number>
  /** Payments known again by their key. */
  readonly keys: Map<string, true>
}

export type ServicesRecord = {
  readonly kind: 'payment'
  readonly account: string
  readonly amount: number
  readonly key: string | null
}

export interface ServicesSnapshot {
  readonly totals: readonly (readonly [account: string, total: number])[]
  readonly keys: readonly string[]
  readonly payments: number
  readonly [field: string]: Plain | undefined
}
