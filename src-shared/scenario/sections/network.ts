/** The links before any fault: of all, between regions, and single ones. */
import { z } from 'zod'
import { LINK_PRESETS, linkSettingsChangeSchema } from '../../network/netem'
import type { LinkPreset } from '../../network/netem'
import { endpointName } from '../endpoint-name'
import type { RuleContext } from '../rule-context'

const presetNames = Object.keys(LINK_PRESETS) as [LinkPreset, ...LinkPreset[]]
const linkDescriptionSchema = z.strictObject({ preset: z.enum(presetNames).optional(), ...linkSettingsChangeSchema.shape })

export const networkSchema = z.strictObject({
  /** Every link between nodes, both directions. */
  default: linkDescriptionSchema.default({}),
  /** Every link between a client and a node, both directions. */
  clients: linkDescriptionSchema.default({}),
  /** Named groups of nodes and clients, with the links between members of different groups. */
  regions: z.record(z.string(), z.array(endpointName).min(1)).default({}),
  between: z.array(z.strictObject({ regions: z.tuple([z.string(), z.string()]), link: linkDescriptionSchema })).default([]),
  /** Single links, over all of the above. `both`: the other direction too. */
  links: z
    .array(z.strictObject({ from: endpointName, to: endpointName, both: z.boolean().default(true), link: linkDescriptionSchema }))
    .default([])
})
export type Network = z.infer<typeof networkSchema>

export function validateNetwork({ regions, between, links }: Network, rules: RuleContext): void {
  const { endpoints } = rules
  for (const [name, members] of Object.entries(regions)) {
    members.forEach((member, i) => rules.member(['network', 'regions', name, i], 'node or client', member, endpoints))
  }
  between.forEach(({ regions: pair }, i) =>
    pair.forEach((name, j) => rules.member(['network', 'between', i, 'regions', j], 'region', name, rules.scenario.regions))
  )
  links.forEach(({ from, to }, i) => rules.linkEnds(['network', 'links', i], from, to, endpoints))
}
