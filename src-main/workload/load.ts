import type { RandomStreams } from '../../src-shared/random'
import type { Workload } from '../../src-shared/scenario/sections/workload'
import type { Scheduler } from '../../src-shared/scheduler'
import type { Client } from './client'
import type { KnownValues } from './known-values'

/** A workload being carried out; it ends by `stop`. */
export interface Load {
  /** Invokes nothing more. What is open stays open. */
  stop(): void
}

export interface LoadOptions {
  readonly clients: readonly Client[]
  readonly workload: Workload
  readonly random: RandomStreams
  readonly known: KnownValues
  readonly scheduler: Scheduler
  /** What was planned for before this moment of the run is over. */
  readonly from_us: number
  /** Open loop: an operation was due on this client, and too many were open. */
  readonly onNotStarted: (client: Client) => void
}
