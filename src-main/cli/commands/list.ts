import { defineCommand } from 'citty'
import type { ComparisonListing, ScenarioListing } from '../../../src-shared/lab-api'
import { descriptions } from '../../../src-shared/protocols/registry'
import { shippedComparisons } from '../../lab/scenario-files/comparisons'
import { listComparison } from '../../lab/scenario-files/listing'
import { OwnScenarios } from '../../lab/scenario-files/own-scenarios'
import { ScenarioFolder } from '../../lab/scenario-files/scenario-folder'
import { shippedListings, shippedScenarioNames } from '../../lab/scenario-files/scenarios'
import { ownScenariosFolder } from '../../lab/user-data'
import { scenariosArg } from '../input/scenario-input'
import { requireKnown } from '../input/usage'

const args = {
  scenarios: scenariosArg,
  json: { type: 'boolean', description: 'Print one JSON object a line' }
} as const

export const listCommand = defineCommand({
  meta: { name: 'list', description: 'List protocols, scenarios (shipped, and your own) and shipped comparisons' },
  args,
  async run({ args: given }) {
    requireKnown(given, args)
    const scenarios = shippedListings()
    const folder = given.scenarios ?? ownScenariosFolder()
    const own = await new OwnScenarios(new ScenarioFolder(folder), new Set(shippedScenarioNames())).list()
    const comparisons = shippedComparisons().map(listComparison)
    if (given.json) {
      for (const protocol of descriptions) console.log(JSON.stringify({ type: 'protocol', ...protocol }))
      for (const scenario of scenarios) console.log(JSON.stringify({ type: 'scenario', ...scenario }))
      for (const scenario of own) console.log(JSON.stringify({ type: 'own-scenario', ...scenario }))
      for (const comparison of comparisons) console.log(JSON.stringify({ type: 'comparison', ...comparison }))
      return
    }
    const sections: Section[] = [
      ['Protocols', descriptions.map(({ name, summary }) => [name, summary])],
      ['Scenarios', scenarios.map(rowOf)],
      ...(own.length > 0 ? [[`Your own scenarios, in ${folder}`, own.map(rowOf)] satisfies Section] : []),
      ['Comparisons', comparisons.map((comparison) => [comparison.id, describeComparison(comparison)])]
    ]
    console.log(sections.map(([title, rows]) => [title, ...inColumns(rows)].join('\n')).join('\n\n'))
  }
})

type Row = readonly [name: string, text: string]
type Section = readonly [title: string, rows: readonly Row[]]

function rowOf(scenario: ScenarioListing): Row {
  return [scenario.id, describe(scenario)]
}

/** Names never run into what is said of them, however long they are. */
function inColumns(rows: readonly Row[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`)
}

function describe({ title, nodes, duration_ms, error }: ScenarioListing): string {
  if (error !== null) return error
  const length = duration_ms === null ? 'until stopped' : `${duration_ms / 1000} s`
  return `${title} (${nodes} nodes, ${length})`
}

function describeComparison({ title, runs, error }: ComparisonListing): string {
  return error ?? `${title} (${runs.join(', ')})`
}
