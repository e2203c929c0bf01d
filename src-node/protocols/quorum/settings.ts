/** Settings as a cluster of so many nodes can have them. */
import type { Parameters } from '../../../src-shared/description/protocol-description'
import { description } from '../../../src-shared/protocols/quorum/description'
import { readSettings } from '../kit/settings'
import type { SettingsOf, SwitchesOf } from '../kit/settings'

export type Switches = SwitchesOf<typeof description>

export interface Settings extends SettingsOf<typeof description> {
  /** How many ranges keys fall into: under `modulo` one for each node. */
  readonly ranges: number
  /** How old what a message or a hint carries may be; see carry-limit.ts. */
  readonly carry_us: number
}

/** No more replicas than there are nodes, and no larger quorums than there are replicas. */
export function settingsFor(nodes: number, parameters: Parameters): Settings {
  const declared = readSettings(description, parameters)
  const replicas = Math.min(declared.replicas, nodes)
  return {
    ...declared,
    replicas,
    ranges: declared.placement === 'ring' ? declared.ranges : nodes,
    read_quorum: Math.min(declared.read_quorum, replicas),
    write_quorum: Math.min(declared.write_quorum, replicas),
    carry_us: Math.max(declared.tombstone_grace_us / 2, declared.request_timeout_us)
  }
}
