import { defineCommand } from 'citty'
import { protocols } from '../../../src-node/protocols/registry'
import type { ComparisonListing, ScenarioListing } from '../../../src-shared/lab-api'
import { shippedComparisons } from '../../lab/scenario-files/comparisons'
import { listComparison } from '../../lab/scenario-files/listing'
import { listScenario } from '../../lab/scenario-files/listing'
import { shippedScenarios } from '../../lab/scenario-files/scenarios'
import { requireKnown } from '../input/usage'

const args = { json: { type: 'boolean', description: 'Print one JSON object a line' } } as const

export const listCommand = defineCommand({
  meta: { name: 'list', description: 'List protocols, and shipped scenarios and comparisons' },
  args,
  run({ args: given }) {
    requireKnown(given, args)
    const descriptions = protocols.map(({ description }) => description)
    const scenarios = shippedScenarios().map(listScenario)
    const comparisons = shippedComparisons().map(listComparison)
    if (given.json) {
      for (const protocol of descriptions) console.log(JSON.stringify({ type: 'protocol', ...protocol }))
      for (const scenario of scenarios) console.log(JSON.stringify({ type: 'scenario', ...scenario }))
      for (const comparison of comparisons) console.log(JSON.stringify({ type: 'comparison', ...comparison }))
      return
    }
    const sections: [string, Row[]][] = [
      ['Protocols', descriptions.map(({ name, summary }) => [name, summary])],
      ['Scenarios', scenarios.map((scenario) => [scenario.id, describe(scenario)])],
      ['Comparisons', comparisons.map((comparison) => [comparison.id, describeComparison(comparison)])]
    ]
    console.log(sections.map(([title, rows]) => [title, ...inColumns(rows)].join('\n')).join('\n\n'))
  }
})

type Row = readonly [name: string, text: string]

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
