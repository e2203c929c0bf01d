/** The reference of scenario files: their sections, faults, links and expectations. */
import { faultActionSchema, SYMBOLIC_TARGETS } from '../../../src-shared/faults/actions'
import { LINK_PRESETS, linkSettingsChangeSchema } from '../../../src-shared/network/netem'
import { expectationSchema } from '../../../src-shared/scenario/expectations'
import { scenarioSchema } from '../../../src-shared/scenario/schema'
import { CHAOS_FAULTS } from '../../../src-shared/scenario/sections/chaos'
import { code, codes, joined, plain, section, table } from './markdown'
import { fieldTable, jsonSchemaOf, variantsOf } from './schema-tables'

const LINK = 'settings of a link, see [Links](links.md)'

/** What has a page or a section of its own. */
const ELSEWHERE = {
  'cluster.parameters': 'by name, see the page of each protocol',
  'cluster.node_parameters': 'parameters by the name of a node',
  'cluster.members[].parameters': 'as those of the cluster',
  'network.default': LINK,
  'network.clients': LINK,
  'network.between[].link': LINK,
  'network.links[].link': LINK,
  'timeline[].action': 'a fault, see [Faults](faults.md)',
  'chaos.faults': 'weights by name, see [Random faults](faults.md#random-faults)',
  expectations: 'a list, see [Expectations](expectations.md)',
  checks: 'a list, see [Checks and invariants](checks.md)',
  charts: 'a list of charts, see the page of each protocol'
}

export function scenarioPage(): string {
  const schema = jsonSchemaOf(scenarioSchema)
  const sections = Object.keys(schema.properties ?? {}).filter(
    (name) => schema.properties![name]!.properties || name === 'timeline'
  )
  const of = (names: readonly string[]) => ({
    ...schema,
    properties: Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([name]) => names.includes(name)))
  })
  const single = Object.keys(schema.properties ?? {}).filter((name) => !sections.includes(name))
  return joined(
    '# Scenario format',
    'One YAML file says it all: who takes part, on which network, what clients do, what goes wrong and when, and what must hold. Only `name` ' +
      'and `title` are required. A mistake is told with its line and column. How one is written: [Write a scenario](../how-to/write-a-scenario.md).',
    'A duration is `250ms`, `5s` or `1m`, or a plain number of seconds. In paths `[]` stands for each entry of a list, `NAME` for any name.',
    section('The file', fieldTable(of(single), ELSEWHERE)),
    ...sections.map((name) => section(titleOf(name), fieldTable(of([name]), ELSEWHERE)))
  )
}

export function faultPage(): string {
  return joined(
    '# Faults',
    'What can be done to a running cluster: by a scenario’s timeline, by a lesson, and by a click, in the same words.',
    `A node is named, or meant by what it is at that moment: ${codes(SYMBOLIC_TARGETS)}. With \`for\` an entry of the timeline is undone after that time.`,
    '```yaml\ntimeline:\n  - { at: 5s, for: 3s, action: { do: partition, partition: { shape: halves } } }\n  - { at: 10s, action: { do: crash, node: leader } }\n```',
    ...variantsOf(jsonSchemaOf(faultActionSchema), 'do').map(({ name, schema }) =>
      section(
        name,
        plain(schema.description ?? ''),
        fieldTable(schema, { 'change.settings': LINK }) || 'It has no further fields.'
      )
    ),
    section('Random faults', 'Under `chaos.faults` each has a weight; the run’s seed draws from them.', codes(CHAOS_FAULTS))
  )
}

export function linkPage(): string {
  return joined(
    '# Links',
    'What a link does to its frames, in the words of `tc netem`. Every setting is of one direction. Why correlation is not as netem’s: ' +
      '[The link model](../explanation/link-model.md).',
    fieldTable(jsonSchemaOf(linkSettingsChangeSchema)),
    section(
      'Presets',
      'A link may name a preset, and settings over it.',
      table(
        ['Preset', 'Title', 'Settings'],
        Object.entries(LINK_PRESETS).map(([name, { title, settings }]) => [
          code(name),
          plain(title),
          code(JSON.stringify(settings))
        ])
      )
    )
  )
}

export function expectationPage(): string {
  return joined(
    '# Expectations',
    'What a scenario claims of its run. Each is judged when the run is over; a run passes when every check and every expectation holds. ' +
      '`during: [5s, 8s]` narrows one to a stretch of run time.',
    ...variantsOf(jsonSchemaOf(expectationSchema), 'expect').map(({ name, schema }) =>
      section(name, plain(schema.description ?? ''), fieldTable(schema))
    )
  )
}

function titleOf(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}
