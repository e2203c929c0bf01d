import type { NodeId } from '../../../src-shared/ids'
import type { description } from '../../../src-shared/protocols/clock-sync/description'
import type { Stratum } from '../../../src-shared/protocols/clock-sync/strata'
import type { TimeClient } from '../kit/clock-sync/client'
import type { Appended } from '../kit/core'
import type { SettingsOf, SwitchesOf } from '../kit/settings'

export type Settings = SettingsOf<typeof description>
export type Switches = SwitchesOf<typeof description>

/** Everything that a node knows. */
export interface ClockSyncState {
  readonly id: NodeId
  readonly nodes: readonly NodeId[]
  readonly role: Stratum
  readonly settings: Settings
  switches: Switches
  /** Nothing is kept on disk: a clock is set anew at each start. */
  readonly disk: Appended
  client: TimeClient
  /** What its corrected clock will show at the next poll. */
  next_poll_us: number
  /** When a leap second is inserted, by its corrected clock; null: none is known of. */
  leap_at_us: number | null
  /** Its own clock at the newest step. */
  seen_us: number
  /** Times that its clock was set back. */
  set_back: number
}
