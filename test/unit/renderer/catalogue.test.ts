import { expect, test } from 'vitest'
import { catalogueOf } from '../../../src-renderer/lab/scenarios/catalogue'
import type { CatalogueFilter } from '../../../src-renderer/lab/scenarios/catalogue'
import type { ScenarioListing } from '../../../src-shared/lab-api'

const listing = (id: string, protocol: string, title: string, more: Partial<ScenarioListing> = {}): ScenarioListing => ({
  id,
  title,
  summary: `What ${title} shows.`,
  section: protocol === 'raft' ? 'consensus' : 'replication',
  protocol,
  nodes: 3,
  duration_ms: 1000,
  engine: 'processes',
  topics: ['cut'],
  error: null,
  ...more
})
const SCENARIOS = [
  listing('quorum-chaos', 'quorum', 'Chaos', { topics: ['random'] }),
  listing('quorum-sloppy', 'quorum', 'Sloppy'),
  listing('replication-lag', 'leader-follower', 'Lag'),
  listing('quorum-ring', 'quorum', 'Ring', { section: 'partitioning' }),
  listing('mine', '', 'Broken', { section: null }),
  listing('raft-split', 'raft', 'Split', { engine: 'simulation', topics: ['processes'] })
]
const idsOf = (filter: CatalogueFilter, scenarios = SCENARIOS) =>
  catalogueOf(scenarios, filter).flatMap(({ scenarios }) => scenarios.map(({ id }) => id))

test('the catalogue goes by section of the chapter and protocol, random faults after what shows one thing', () => {
  const titles = catalogueOf(SCENARIOS).map(({ title, scenarios }) => [title, ...scenarios.map(({ id }) => id)])
  expect(titles).toEqual([
    ['Consensus', 'raft-split'],
    ['Replication', 'replication-lag', 'quorum-sloppy', 'quorum-chaos'],
    ['Partitioning', 'quorum-ring'],
    ['Your own', 'mine']
  ])
})
test('each searched word must occur in title, summary, name, protocol or what it shows', () => {
  expect(idsOf({ searched: 'QUORUM shows sloppy' })).toEqual(['quorum-sloppy'])
  expect(idsOf({ searched: 'random faults' })).toEqual(['quorum-chaos'])
  expect(idsOf({ searched: 'nothing' })).toEqual([])
})
test('a whole name leads to the scenario that is called so, before those whose names begin with it', () => {
  const scenarios = [...SCENARIOS, listing('quorum-sloppy-5', 'quorum', 'A title that sorts before')]
  expect(idsOf({ searched: 'quorum-sloppy' }, scenarios)).toEqual(['quorum-sloppy', 'quorum-sloppy-5'])
})
test('it can be narrowed to a section, a protocol, a length, an engine and what it shows', () => {
  const scenarios = [...SCENARIOS, listing('raft-long', 'raft', 'Long', { duration_ms: null })]
  expect(idsOf({ protocol: 'raft' }, scenarios)).toEqual(['raft-long', 'raft-split'])
  expect(idsOf({ protocol: 'raft', length: 'short' }, scenarios)).toEqual(['raft-split'])
  expect(idsOf({ length: 'long' }, scenarios)).toEqual(['raft-long'])
  expect(idsOf({ section: 'partitioning' })).toEqual(['quorum-ring'])
  expect(idsOf({ engine: 'simulation' })).toEqual(['raft-split'])
  expect(idsOf({ topic: 'processes' })).toEqual(['raft-split'])
})
