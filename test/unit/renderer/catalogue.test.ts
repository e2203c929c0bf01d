import { expect, test } from 'vitest'
import { catalogueOf } from '../../../src-renderer/lab/scenarios/catalogue'

const listing = (id: string, protocol: string, title: string) => ({
  id,
  title,
  summary: `What ${title} shows.`,
  section: null,
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

test('the catalogue goes by section of the chapter and protocol, random faults after what shows one thing', () => {
  const titles = catalogueOf(SCENARIOS).map(({ title, scenarios }) => [title, ...scenarios.map(({ id }) => id)])
  expect(titles).toEqual([
    ['Consensus · Raft', 'raft-split'],
    ['Replication · Dynamo-style quorum', 'quorum-sloppy', 'quorum-chaos'],
    ['With an error', 'mine']
  ])
})
test('each searched word must occur in title, summary, name or protocol', () => {
  expect(
    catalogueOf(SCENARIOS, { searched: 'QUORUM shows sloppy' }).flatMap(({ scenarios }) => scenarios.map(({ id }) => id))
  ).toEqual(['quorum-sloppy'])
  expect(catalogueOf(SCENARIOS, { searched: 'nothing' })).toEqual([])
})
test('it can be narrowed to a protocol and to a length', () => {
  const ids = (filter: Parameters<typeof catalogueOf>[1]) =>
    catalogueOf([...SCENARIOS, { ...listing('raft-long', 'raft', 'Long'), duration_ms: null }], filter).flatMap(({ scenarios }) =>
      scenarios.map(({ id }) => id)
    )
  expect(ids({ protocol: 'raft' })).toEqual(['raft-long', 'raft-split'])
  expect(ids({ protocol: 'raft', length: 'short' })).toEqual(['raft-split'])
  expect(ids({ length: 'long' })).toEqual(['raft-long'])
})
