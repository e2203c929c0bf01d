/** Random faults besides those of the timeline. */
import { z } from 'zod'
import { durationSchema } from '../duration'
import { namesOf } from '../rule-context'
import type { RuleContext } from '../rule-context'

const durationRange = z
  .tuple([durationSchema, durationSchema])
  .refine(([least, most]) => least <= most, 'expected two durations, the shorter first')

/** Kinds of random faults; see `drawTimeline` for what each one does. */
export const CHAOS_FAULTS = [
  'partition',
  'one-way',
  'bridge',
  'slow-links',
  'lossy-links',
  'crash',
  'crash-all',
  'stop',
  'pause',
  'clock',
  'slow-disk',
  'failing-disk',
  'power-cut',
  'torn-write',
  'lose-disk',
  'restore-disk',
  'transfer',
  'join',
  'leave',
  'region-dark',
  'region-down',
  'region-slow',
  'cut-cable',
  'altering-links'
] as const
export type ChaosFault = (typeof CHAOS_FAULTS)[number]

/** Bounds within which a seed draws a timeline of random faults. */
export const chaosSchema = z.strictObject({
  faults: z.partialRecord(z.enum(CHAOS_FAULTS), z.number().min(0).max(1000)).describe('Kinds of faults with relative weights.'),
  interval: durationRange.default([300, 1500]).describe('Pause between the beginnings of two faults: [shortest, longest].'),
  fault_duration: durationRange.default([200, 2000]).describe('How long each fault lasts: [shortest, longest].'),
  max_concurrent: z.number().int().min(1).max(20).default(2).describe('Faults in force at once, at most.'),
  max_down: z
    .number()
    .int()
    .min(0)
    .max(15)
    .optional()
    .describe(
      'Nodes down or paused at once, at most; absent: one short of losing a majority. crash-all and power-cut take all, region-down a region.'
    ),
  max_disks_lost: z
    .number()
    .int()
    .min(0)
    .max(15)
    .optional()
    .describe(
      'Nodes whose disk may be lost or replaced by a backup in the whole run, at most; absent: one short of losing a majority.'
    ),
  max_restarted: z
    .number()
    .int()
    .min(0)
    .max(15)
    .optional()
    .describe('Nodes whose process may end in the whole run, at most; the seed draws which. Absent: any number.'),
  leader_share: z
    .number()
    .min(0)
    .max(1)
    .default(0.4)
    .describe('Share, 0 to 1, of the faults on one node that strike whoever leads then; 0 for protocols without leaders.'),
  start: durationSchema.default(1000).describe('No fault begins before this time.'),
  quiet_period: durationSchema.default(2000).describe('The end of the run stays free of faults for so long.'),
  heal: z
    .enum(['all', 'quorum'])
    .default('all')
    .describe(
      'What is healed for that time: everything, or a majority alone that the seed draws. Each other node then keeps one fault to the end.'
    )
})
export type Chaos = z.infer<typeof chaosSchema>

/** As many nodes as may be missing while the others are a majority. */
export function minorityOf(nodes: number): number {
  return Math.ceil(nodes / 2) - 1
}

/** How many regions a scenario needs for faults of regions. */
export const REGIONS_NEEDED: Partial<Record<ChaosFault, number>> = {
  'region-dark': 1,
  'region-down': 1,
  'region-slow': 1,
  'cut-cable': 2
}

/** What the fault `transfer` asks of the leader. */
export const TRANSFER_COMMAND = 'transfer-leadership'

export function validateChaos(chaos: Chaos, rules: RuleContext): void {
  const { duration_ms, protocol } = rules.scenario
  if (duration_ms === undefined) rules.add(['chaos'], 'random faults need a run with a `duration`')
  else if (chaos.start + chaos.quiet_period >= duration_ms)
    rules.add(['chaos', 'quiet_period'], 'start and quiet_period leave no time for random faults')
  if (chaos.heal === 'quorum' && protocol.quorum !== 'majority')
    rules.add(['chaos', 'heal'], `chaos.heal: ${protocol.name} does not decide by majorities; expected all`)
  if (Object.values(chaos.faults).every((weight) => weight === 0)) {
    rules.add(['chaos', 'faults'], 'chaos.faults: expected at least one fault with a weight above 0')
  }
  const may_forget = minorityOf(rules.scenario.nodes.length)
  if (protocol.forgets && (chaos.max_restarted ?? Infinity) > may_forget)
    rules.add(
      ['chaos', 'max_restarted'],
      `chaos.max_restarted: nodes of ${protocol.name} forget everything when they restart; expected at most ${may_forget}, a minority`
    )
  if (chaos.leader_share > 0 && !rules.hasLeaders())
    rules.add(['chaos', 'leader_share'], `chaos.leader_share: ${protocol.name} has no leaders; expected 0`)
  for (const kind of ['join', 'leave'] as const)
    if (chaos.faults[kind] && !protocol.members_change)
      rules.add(['chaos', 'faults', kind], `the members of ${protocol.name} are fixed: nobody can ${kind}`)
  for (const [kind, least] of Object.entries(REGIONS_NEEDED) as [ChaosFault, number][])
    if (chaos.faults[kind] && rules.scenario.regions.length < least)
      rules.add(['chaos', 'faults', kind], `chaos.faults.${kind}: expected a network with ${least} regions at least`)
  if (chaos.faults.transfer)
    rules.member(['chaos', 'faults', 'transfer'], 'command', TRANSFER_COMMAND, namesOf(protocol.commands), 'name')
}
