/** The links before any fault: of all, between regions, and single ones. */
import { z } from 'zod'
import { LINK_PRESETS, linkSettingsChangeSchema } from '../../network/netem'
import type { LinkPreset } from '../../network/netem'
import { endpointName } from '../endpoint-name'
import type { RuleContext } from '../rule-context'

const presetNames = Object.keys(LINK_PRESETS) as [LinkPreset, ...LinkPreset[]]
const linkDescriptionSchema = z
  .strictObject({
    preset: z.enum(presetNames).optional().describe('A distance by name; what stands beside it comes on top.'),
    ...linkSettingsChangeSchema.shape
  })
  .meta({ id: 'link', description: "What a link does to frames, in the words of Linux's tc netem." })

export const networkSchema = z.strictObject({
  default: linkDescriptionSchema.default({}).describe('Every link between nodes, both directions.'),
  clients: linkDescriptionSchema.default({}).describe('Every link between a client and a node, both directions.'),
  regions: z
    .record(z.string(), z.array(endpointName).min(1))
    .default({})
    .describe('Groups of nodes and clients by name, for the links between members of different groups.'),
  between: z
    .array(
      z.strictObject({
        regions: z.tuple([z.string(), z.string()]).describe('Names of the two regions.'),
        link: linkDescriptionSchema.describe('Every link between them, both directions.')
      })
    )
    .default([])
    .describe('The links between the members of two regions.'),
  links: z
    .array(
      z.strictObject({
        from: endpointName.describe('The node or client that sends.'),
        to: endpointName.describe('The node or client that receives.'),
        both: z.boolean().default(true).describe('The other direction too.'),
        link: linkDescriptionSchema.describe('What this link is like.')
      })
    )
    .default([])
    .describe('Single links, over all of the above.')
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
