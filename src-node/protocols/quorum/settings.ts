/** A cluster's settings. */
import type { NodeId } from '../../../src-shared/ids'
import type { Parameters } from '../../../src-shared/description/protocol-description'
import { description } from '../../../src-shared/protocols/quorum/description'
import { rangesFor } from '../../../src-shared/protocols/quorum/placement'
import { readSettings } from '../kit/settings'
import type { SettingsOf, SwitchesOf } from '../kit/settings'

export type Switches = SwitchesOf<typeof description>

export interface Settings extends SettingsOf<typeof description> {
  /** As in `PlacementSettings`. */
  readonly ranges: number
  readonly tokens: readonly number[] | null
  /** How old what a message or a hint carries may be; see carry-limit.ts. */
  readonly carry_us: number
}

/** `founders`: the nodes that the run began with. */
export function settingsFor(founders: readonly NodeId[], parameters: Parameters): Settings {
  const declared = readSettings(description, parameters)
  return {
    ...declared,
    ...rangesFor(founders, declared),
    carry_us: Math.max(declared.tombstone_grace_us / 2, declared.request_timeout_us)
  }
}
