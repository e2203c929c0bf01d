/** Messages between the lab and the client process, over the fork channel. */
import type { ClientId, NodeId } from '../../src-shared/ids'
import type { PolicyDescriptions } from '../../src-shared/description/protocol-description'
import type { Workload } from '../../src-shared/scenario/sections/workload'
import type { TraceSettings } from '../../src-node/node-core/conditions'
import type { FinalReadOptions } from './final-reads'

export interface ClientsStart {
  readonly kind: 'start'
  readonly clients: readonly ClientId[]
  readonly nodes: readonly NodeId[]
  /** Where each client connects to reach each node: the port of the proxy of its link. */
  readonly ports: Readonly<Record<ClientId, Readonly<Record<NodeId, number>>>>
  readonly workload: Workload
  readonly policies: PolicyDescriptions
  /** Clients sign what they ask, and nodes what they answer. */
  readonly signed_requests: boolean
  readonly seed: number
  /** Of the run: what its nodes and clients know each other by. */
  readonly secret: string
  /** `process.hrtime` in nanoseconds at which the run's time is zero. */
  readonly epoch_ns: bigint
  readonly trace: TraceSettings
}

export type LabToClients =
  | ClientsStart
  /** Change the load while it runs. */
  | { readonly kind: 'change'; readonly workload: Workload }
  /** Whom clients choose from, from now on, and where to reach each, those included that are about to leave. */
  | { readonly kind: 'members'; readonly nodes: readonly NodeId[]; readonly ports: ClientsStart['ports'] }
  /** Invoke nothing more, wait for what is open (at most the operation timeout), then answer `drained`. */
  | { readonly kind: 'drain' }
  /** Read every key that was written, as part of the history: a lost write then shows. Then answer `final-reads-done`. */
  | { readonly kind: 'final-reads'; readonly reading: FinalReadOptions }
  | { readonly kind: 'stop' }

export type ClientsToLab =
  | { readonly kind: 'ready' }
  | { readonly kind: 'events'; readonly batch: Uint8Array }
  | { readonly kind: 'drained' }
  | { readonly kind: 'final-reads-done'; readonly read: number; readonly unread: number }
