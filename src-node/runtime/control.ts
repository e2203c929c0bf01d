/** Messages between the lab and a node's process, over the fork channel. */
import type { NodeId } from '../../src-shared/ids'
import type { Parameters } from '../../src-shared/description/protocol-description'

/** A node's clock as faults set it: it shows true time + `offset_us` at that moment and drifts by `drift_ppm` from then on. */
export interface ClockSettings {
  readonly offset_us: number
  readonly drift_ppm: number
}

/** What a node's disk does wrong; the words are those of the `disk` fault. */
export interface DiskSettings {
  readonly sync_delay_us: number
  readonly sync_fails: boolean
  /** Writes stay in the process until the sync, so that a crash really loses them. */
  readonly lose_unsynced: boolean
  /** Of an unsynced batch the first part is written at once, the rest with the sync, so that a crash tears it. */
  readonly tear_unsynced: boolean
  /** One bit of each batch flips on its way. */
  readonly corrupt_writes: boolean
}

export const HEALTHY_DISK: DiskSettings = {
  sync_delay_us: 0,
  sync_fails: false,
  lose_unsynced: false,
  tear_unsynced: false,
  corrupt_writes: false
}
/** How long a node may take to stop in order, before it is killed. */
export const STOP_MS_MAX = 800
export const TRUE_CLOCK: ClockSettings = { offset_us: 0, drift_ppm: 0 }

/** How much of its traffic a process tells the stream. */
export interface TraceSettings {
  /** Stamp frames and events with Lamport and vector clocks. Off for benchmarks. */
  readonly logical_clocks: boolean
  /** Traced messages per second and process; beyond it one message in k is traced. 0: none. */
  readonly messages_per_s: number
  /** Emit what protocols alone tell, which the live invariants need. Off for benchmarks. */
  readonly facts: boolean
}

export const DEFAULT_TRACE: TraceSettings = { logical_clocks: true, messages_per_s: 2_000, facts: true }

export interface NodeStart {
  readonly kind: 'start'
  readonly node: NodeId
  /** 1 for the first start, one more for each restart. */
  readonly boot: number
  /** See `Boot.generation`. */
  readonly generation: number
  readonly nodes: readonly NodeId[]
  readonly protocol: string
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
  readonly trace: TraceSettings
  readonly sample_interval_ms: number
}

export type LabToNode =
  | NodeStart
  | ({ readonly kind: 'clock' } & ClockSettings)
  | ({ readonly kind: 'disk' } & DiskSettings)
  | { readonly kind: 'switches'; readonly switches: readonly string[] }
  | {
      readonly kind: 'command'
      readonly id: number
      readonly command: string
      readonly arguments: Readonly<Record<string, string | number | boolean>>
    }
  /** Close sockets and files in order, then exit with code 0. */
  | { readonly kind: 'stop' }

export type NodeToLab =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'ready'; readonly recovered_records: number; readonly truncated_bytes: number }
  /** A msgpack batch of TimedEvents. */
  | { readonly kind: 'events'; readonly batch: Uint8Array }
  | { readonly kind: 'command-done'; readonly id: number; readonly error: string | null }
  /** The node cannot go on; it exits right after with code 1. One sentence that says why and what to do. */
  | { readonly kind: 'failing'; readonly text: string }
