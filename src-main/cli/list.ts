import { defineCommand } from 'citty'
import { protocols } from '../../src-node/protocols/registry'
import type { ComparisonListing, ScenarioListing } from '../../src-shared/lab-api'
import { listComparison, shippedComparisons } from '../lab/comparisons'
import { listScenario, shippedScenarios } from '../lab/scenarios'
import { requireKnown } from './usage'

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
    console.log('Protocols')
    for (const { name, summary } of descriptions) console.log(`  ${name.padEnd(22)}${summary}`)
    console.log('\nScenarios')
    for (const scenario of scenarios) console.log(describe(scenario))
    console.log('\nComparisons')
    for (const comparison of comparisons) console.log(describeComparison(comparison))
  }
})

function describe({ id, title, nodes, duration_ms, error }: ScenarioListing): string {
  if (error !== null) return `  ${id.padEnd(22)}${error}`
  const length = duration_ms === null ? 'until stopped' : `${duration_ms / 1000} s`
  return `  ${id.padEnd(22)}${title} (${nodes} nodes, ${length})`
}

function describeComparison({ id, title, runs, error }: ComparisonListing): string {
  return `  ${id.padEnd(22)}${error ?? `${title} (${runs.join(', ')})`}`
}
