import { expect, test } from 'vitest'
import { catalogueOf } from '../../../src-renderer/lab/scenarios/catalogue'

const listing = (id: string, protocol: string, title: string) => ({
  id,
  title,
  summary: `What ${title} shows.`,
  protocol,
  nodes: 3,
  duration_ms: 1000,
  error: null
})
const SCENARIOS = [
  listing('quorum-chaos', 'quorum', 'Chaos'),
  listing('quorum-sloppy', 'quorum', 'Sloppy'),
  listing('mine', '', 'Broken'),
  listing('raft-split', 'raft', 'Split')
]

test('the catalogue goes by protocol, random faults after what shows one thing', () => {
  const titles = catalogueOf(SCENARIOS).map(({ title, scenarios }) => [title, ...scenarios.map(({ id }) => id)])
  expect(titles).toEqual([
    ['Raft', 'raft-split'],
    ['Dynamo-style quorum', 'quorum-sloppy', 'quorum-chaos'],
    ['With an error', 'mine']
  ])
})
test('each searched word must occur in title, summary, name or protocol', () => {
  expect(catalogueOf(SCENARIOS, 'QUORUM shows sloppy').flatMap(({ scenarios }) => scenarios.map(({ id }) => id))).toEqual([
    'quorum-sloppy'
  ])
  expect(catalogueOf(SCENARIOS, 'nothing')).toEqual([])
})
