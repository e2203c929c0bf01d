/** A cluster's settings. */
import type { Parameters } from '../../../src-shared/description/protocol-description'
import { description } from '../../../src-shared/protocols/quorum/description'
import { readSettings } from '../kit/settings'
import type { SettingsOf, SwitchesOf } from '../kit/settings'

export type Switches = SwitchesOf<typeof description>

export interface Settings extends SettingsOf<typeof description> {
  /** How many ranges keys fall into: under `modulo` one for each node that the run began with. */
  readonly ranges: number
  /** How old what a message or a hint carries may be; see carry-limit.ts. */
  readonly carry_us: number
}

/** `founders`: how many nodes the run began with. */
export function settingsFor(founders: number, parameters: Parameters): Settings {
  const declared = readSettings(description, parameters)
  return {
    ...declared,
    ranges: declared.placement === 'ring' ? declared.ranges : founders,
    carry_us: Math.max(declared.tombstone_grace_us / 2, declared.request_timeout_us)
  }
}
