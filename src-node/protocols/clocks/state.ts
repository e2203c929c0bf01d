import type { HybridTime } from '../../../src-shared/causality/hybrid-clock'
import type { NodeId } from '../../../src-shared/ids'
import type { description } from '../../../src-shared/protocols/clocks/description'
import type { Plain } from '../contract'
import type { DurableEvents } from '../kit/durable-events'
import type { SettingsOf, SwitchesOf } from '../kit/settings'

export type Switches = SwitchesOf<typeof description>

/** What the clocks of a node show. */
export interface Clocks {
  readonly lamport: number
  /** Slots follow the run's node order. */
  readonly vector: readonly number[]
  readonly hybrid: HybridTime
}

/** Everything that a node knows. */
export interface ClocksState {
  readonly id: NodeId
  readonly nodes: readonly NodeId[]
  /** Its slot in vectors. */
  readonly slot: number
  readonly settings: SettingsOf<typeof description>
  switches: Switches
  readonly disk: Disk
  clocks: Clocks
  /** How much it has done, sends included. */
  place: number
}

interface Disk extends DurableEvents {
  /** Records appended since the last snapshot. */
  since_snapshot: number
}

/** Where a node stood after an event; the newest counts. Log records and snapshots alike. */
export interface Standing extends Clocks {
  readonly place: number
  readonly [field: string]: Plain | undefined
}
