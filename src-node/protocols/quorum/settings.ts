/** A cluster's settings. */
import type { NodeId } from '../../../src-shared/ids'
import type { Parameters } from '../../../src-shared/description/protocol-description'
import { description } from '../../../src-shared/protocols/quorum/description'
import { readSettings } from '../kit/settings'
import type { SettingsOf, SwitchesOf } from '../kit/settings'
import { tokensOf } from './tokens'

export type Switches = SwitchesOf<typeof description>

export interface Settings extends SettingsOf<typeof description> {
  /** How many ranges keys fall into: under `modulo` one for each node that the run began with. */
  readonly ranges: number
  /** The last hash of each range, ascending, where ranges are not equal (what is behind the last one is the first); else null. */
  readonly tokens: readonly number[] | null
  /** How old what a message or a hint carries may be; see carry-limit.ts. */
  readonly carry_us: number
}

/** `founders`: the nodes that the run began with. */
export function settingsFor(founders: readonly NodeId[], parameters: Parameters): Settings {
  const declared = readSettings(description, parameters)
  const { placement, ring_strategy, virtual_nodes } = declared
  const tokens = placement === 'ring' && ring_strategy === 'random-tokens' ? tokensOf(founders, virtual_nodes) : null
  return {
    ...declared,
    ranges: tokens?.length ?? (placement === 'ring' ? declared.ranges : founders.length),
    tokens,
    carry_us: Math.max(declared.tombstone_grace_us / 2, declared.request_timeout_us)
  }
}
