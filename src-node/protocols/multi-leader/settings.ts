/** Settings as a cluster of so many nodes can have them. */
import type { Parameters } from '../../../src-shared/description/protocol-description'
import { description } from '../../../src-shared/protocols/multi-leader/description'
import { readSettings } from '../kit/settings'
import type { SettingsOf, SwitchesOf } from '../kit/settings'

export type Settings = SettingsOf<typeof description>
export type Switches = SwitchesOf<typeof description>

/** No more leaders than there are nodes; 0: as many. */
export function settingsFor(nodes: number, parameters: Parameters): Settings {
  const declared = readSettings(description, parameters)
  return { ...declared, leaders: declared.leaders === 0 ? nodes : Math.min(declared.leaders, nodes) }
}
