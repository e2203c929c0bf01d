import { defineCommand } from 'citty'
import { protocols } from '../../src-node/protocols/registry'
import type { ScenarioListing } from '../../src-shared/lab-api'
import { listScenario, shippedScenarios } from '../lab/scenarios'
import { requireKnown } from './usage'

const args = { json: { type: 'boolean', description: 'Print one JSON object a line' } } as const

export const listCommand = defineCommand({
  meta: { name: 'list', description: 'List protocols and shipped scenarios' },
  args,
  run({ args: given }) {
    requireKnown(given, args)
    const descriptions = protocols.map(({ description }) => description)
    const scenarios = shippedScenarios().map(listScenario)
    if (given.json) {
      for (const protocol of descriptions) console.log(JSON.stringify({ type: 'protocol', ...protocol }))
      for (const scenario of scenarios) console.log(JSON.stringify({ type: 'scenario', ...scenario }))
      return
    }
    console.log('Protocols')
    for (const { name, summary } of descriptions) console.log(`  ${name.padEnd(22)}${summary}`)
    console.log('\nScenarios')
    for (const scenario of scenarios) console.log(describe(scenario))
  }
})

function describe({ id, title, nodes, duration_ms, error }: ScenarioListing): string {
  if (error !== null) return `  ${id.padEnd(22)}${error}`
  const length = duration_ms === null ? 'until stopped' : `${duration_ms / 1000} s`
  return `  ${id.padEnd(22)}${title} (${nodes} nodes, ${length})`
}
