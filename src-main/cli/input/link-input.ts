import { formatScenarioError } from '../../../src-shared/scenario/parse'
import { timelineOf, withEntries } from '../../../src-shared/scenario/done-by-hand'
import type { Scenario } from '../../../src-shared/scenario/schema'
import { LinkError, linkIn } from '../../../src-shared/links/link'
import type { Link } from '../../../src-shared/links/link'
import { LabError } from '../../lab/lab-error'
import { repeatByHand } from '../../lab/run/repeat'
import { parseText } from '../../lab/scenario-files/listing'
import { shippedScenario } from '../../lab/scenario-files/scenarios'
import { UsageError } from './usage'

/** A link and the scenario that it names or holds. */
export interface GivenLink {
  readonly link: Link
  readonly scenario: Scenario
  readonly text: string
}

/** Anything but a whole link to a scenario without mistakes is a {@link UsageError}. */
export function readLinkInput(given: string): GivenLink {
  const link = asUsage(() => linkIn(given))
  const shipped = link.scenario === undefined ? undefined : shippedScenario(link.scenario)
  if (link.scenario !== undefined && !shipped)
    throw new UsageError(`The link is to the scenario ${link.scenario}, which this Netsplit does not have: update it.`)
  const text = shipped?.text ?? link.yaml!
  const parse = shipped?.parse ?? parseText(text, 'scenario in the link')
  if (!parse.ok) throw new UsageError(parse.errors.map(formatScenarioError).join('\n'))
  return { link, scenario: parse.scenario, text }
}

/** The same for real processes, where a timeline does what was done by hand; and what that cannot do, one sentence each. */
export function onProcesses({ link, scenario, text }: GivenLink): { readonly link: Link; readonly left_out: readonly string[] } {
  const { seed, interventions } = link
  const same = { seed, interventions: [], engine: 'processes' as const }
  if (interventions.length === 0) return { link: { ...link, ...same, moment: undefined, forked_at_seq: undefined }, left_out: [] }
  const { timeline, left_out } = timelineOf(asUsage(() => repeatByHand({ scenario, seed, interventions })))
  return { link: { ...same, yaml: withEntries(text, scenario, timeline) }, left_out }
}

function asUsage<Value>(make: () => Value): Value {
  try {
    return make()
  } catch (error) {
    if (error instanceof LinkError || error instanceof LabError) throw new UsageError(error.message)
    throw error
  }
}
