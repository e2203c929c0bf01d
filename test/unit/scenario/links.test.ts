import { expect, it } from 'vitest'
import { linkId } from '../../../src-shared/ids'
import { ScenarioLinks } from '../../../src-shared/scenario/links'
import { scenarioSchema } from '../../../src-shared/scenario/schema'

const scenario_links = new ScenarioLinks(
  scenarioSchema.parse({
    name: 'x',
    title: 'X',
    cluster: { nodes: ['A', 'B', 'C'] },
    workload: { clients: 2 },
    network: {
      default: { delay_ms: 1, loss_percent: 2 },
      clients: { delay_ms: 5 },
      regions: { west: ['A', 'c1'], east: ['B', 'C', 'c2'] },
      between: [{ regions: ['west', 'east'], link: { preset: 'cross-region-near', jitter_ms: 3 } }],
      links: [
        { from: 'B', to: 'C', both: false, link: { loss_percent: 50 } },
        { from: 'A', to: 'B', link: { delay_ms: 99 } }
      ]
    }
  })
)
const links = scenario_links.initial()
const of = (from: string, to: string) => links.get(linkId(from, to))

it('has a link for every pair of nodes and every client and node, both directions', () => {
  expect(links.size).toBe(3 * 2 + 2 * 2 * 3)
  expect(of('c1', 'c2')).toBeUndefined()
})

it('lays the default under everything, and settings of regions and single links over it', () => {
  expect(of('B', 'C')).toMatchObject({ delay_ms: 1, loss_percent: 50 })
  expect(of('C', 'B')).toMatchObject({ delay_ms: 1, loss_percent: 2 })
  expect(of('A', 'C')).toMatchObject({ delay_ms: 15, jitter_ms: 3, loss_percent: 2 })
  expect(of('B', 'A')).toMatchObject({ delay_ms: 99, jitter_ms: 3 })
})

it('treats clients as members of their region, and leaves those inside it near', () => {
  expect(of('c1', 'B')).toMatchObject({ delay_ms: 15 })
  expect(of('A', 'c1')).toMatchObject({ delay_ms: 5, loss_percent: 0 })
})

it('gives a node that joins in a region the links of those there', () => {
  scenario_links.place('D', 'west')
  expect(scenario_links.settingsOf(linkId('D', 'B'))).toMatchObject({ delay_ms: 15, jitter_ms: 3 })
  expect(scenario_links.settingsOf(linkId('A', 'D'))).toMatchObject({ delay_ms: 1, jitter_ms: 0 })
  expect(scenario_links.settingsOf(linkId('E', 'B'))).toMatchObject({ delay_ms: 1 })
})
