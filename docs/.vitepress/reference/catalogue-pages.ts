/** The reference of what is shipped, and of the words that the window uses. */
import { shippedComparisons } from '../../../src-main/lab/scenario-files/comparisons'
import { listComparison, listScenario } from '../../../src-main/lab/scenario-files/listing'
import { shippedScenarios } from '../../../src-main/lab/scenario-files/scenarios'
import { definitions } from '../../../src-shared/protocols/registry'
import { GLOSSARY, PLACES } from '../../../src-shared/text/glossary'
import { code, joined, plain, section, table } from './markdown'

export function scenarioCataloguePage(): string {
  const scenarios = shippedScenarios().map(listScenario)
  return joined(
    '# Shipped scenarios and comparisons',
    'Each runs by its name: `netsplit run NAME`, or in the window under *Scenarios*.',
    ...definitions.map(({ description }) =>
      section(
        plain(description.title),
        table(
          ['Scenario', 'Title', 'Nodes', 'Length'],
          scenarios
            .filter(({ protocol }) => protocol === description.name)
            .map(({ id, title, nodes, duration_ms }) => [
              code(id),
              plain(title),
              String(nodes),
              duration_ms === null ? 'until stopped' : `${duration_ms / 1000} s`
            ])
        )
      )
    ),
    section(
      'Comparisons',
      table(
        ['Comparison', 'Title', 'What it compares'],
        shippedComparisons()
          .map(listComparison)
          .map(({ id, title, runs }) => [code(id), plain(title), plain(runs.join('; '))])
      )
    )
  )
}

export function wordPage(): string {
  return joined(
    '# Words of the window',
    'What the window calls things. The project’s own words for its parts are in the [glossary](glossary.md).',
    table(
      ['Word', 'Meaning', 'Where'],
      GLOSSARY.map(({ term, text, seen }) => [plain(term), plain(text), seen.map((place) => PLACES[place]).join(', ')])
    )
  )
}
