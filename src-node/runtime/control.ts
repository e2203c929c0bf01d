/** Messages between the lab and a node's process, over the fork channel. */
import type { NodeId } from '../../src-shared/ids'
import type { ClockSettings, DiskSettings, TraceSettings } from '../node-core/conditions'
import type { Parameters } from '../../src-shared/description/protocol-description'

export interface NodeStart {
  readonly kind: 'start'
  readonly node: NodeId
  /** 1 for the first start, one more for each restart. */
  readonly boot: number
  /** See `Boot.generation`. */
  readonly generation: number
  /** See `Boot.history`. */
  readonly history: readonly (readonly NodeId[])[]
  /** Roles that the scenario gave to nodes for good. */
  readonly roles: Readonly<Record<NodeId, string>>
  readonly protocol: string
  /** How many groups of it the node hosts, see kit/groups; absent: the protocol by itself. */
  readonly groups?: number
  readonly parameters: Parameters
  readonly switches: readonly string[]
  readonly seed: number
  /** Of the run: what its nodes and clients know each other by. */
  readonly secret: string
  /** `process.hrtime` in nanoseconds at which the run's time is zero. */
  readonly epoch_ns: bigint
  readonly data_dir: string
  /** Loopback port to listen on; 0: any free one (reported by `listening`). */
  readonly port: number
  /** Where to connect to reach each peer: the port of the proxy of the link to it. */
  readonly peer_ports: Readonly<Record<NodeId, number>>
  readonly clock: ClockSettings
  readonly disk: DiskSettings
  /** See `NodeCoreOptions.service_us`; absent: 0. */
  readonly service_us?: number
  /** See `NodeCoreOptions.message_us`; absent: 0. */
  readonly message_us?: number
  readonly trace: TraceSettings
  readonly sample_interval_ms: number
}

export type LabToNode =
  | NodeStart
  | ({ readonly kind: 'clock' } & ClockSettings)
  | ({ readonly kind: 'disk' } & DiskSettings)
  | { readonly kind: 'switches'; readonly switches: readonly string[] }
  /** Who takes part from now on, and where to connect to reach each, those included that are about to leave. */
  | {
      readonly kind: 'members'
      readonly history: NodeStart['history']
      readonly peer_ports: Readonly<Record<NodeId, number>>
    }
  | {
      readonly kind: 'command'
      readonly id: number
      readonly command: string
      readonly arguments: Readonly<Record<string, string | number | boolean>>
    }
  /** Say so if the protocol no longer needs this node, which leaves. */
  | { readonly kind: 'may-stop' }
  /** Close sockets and files in order, then exit with code 0. */
  | { readonly kind: 'stop' }

export type NodeToLab =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'ready'; readonly recovered_records: number; readonly truncated_bytes: number }
  /** A msgpack batch of TimedEvents. */
  | { readonly kind: 'events'; readonly batch: Uint8Array }
  | { readonly kind: 'command-done'; readonly id: number; readonly error: string | null }
  /** It does not. */
  | { readonly kind: 'may-stop' }
  /** The node cannot go on; it exits right after with code 1. One sentence that says why and what to do. */
  | { readonly kind: 'failing'; readonly text: string }
