/** What a node's clock and disk are like, and how much it tells: what the lab and both engines agree on. */

/** A node's clock as faults set it: it shows true time + `offset_us` at that moment and drifts by `drift_ppm` from then on. */
export interface ClockSettings {
  readonly offset_us: number
  readonly drift_ppm: number
}

export const TRUE_CLOCK: ClockSettings = { offset_us: 0, drift_ppm: 0 }

export function isTrueClock({ offset_us, drift_ppm }: ClockSettings): boolean {
  return offset_us === 0 && drift_ppm === 0
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

/**
 * How long a node that leaves goes on after it and the others have been told: time to hand over, and to be removed from the protocol's
 * configuration by an agreement that needs it (Raft §6), before it stops in order.
 */
export const LEAVE_MS = 2_000

/** By then it stops even if its protocol says that it is still needed, and how often the protocol is asked until then. */
export const LEAVE_MS_MAX = 60_000
export const LEAVE_CHECK_MS = 100

/** How long a node may take to stop in order, before it is killed. */
export const STOP_MS_MAX = 800
