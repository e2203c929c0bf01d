import { expect, test } from 'vitest'
import { readScenario } from '../../../src-main/lab/scenario-files/scenarios'
import { topicsOf } from '../../../src-shared/scenario/topics'

function topics(id: string) {
  const { parse } = readScenario(id)
  if (!parse.ok) throw new Error(JSON.stringify(parse.errors))
  return topicsOf(parse.scenario)
}

test('what a scenario shows is read from its timeline, its random faults, its script and what it expects', () => {
  expect(topics('raft-steady')).toEqual(['calm'])
  expect(topics('raft-split-3-2')).toContain('cut')
  expect(topics('raft-leader-crash')).toContain('processes')
  expect(topics('raft-one-way')).toContain('cut')
  expect(topics('raft-slow-follower')).toEqual(expect.arrayContaining(['links', 'disks']))
  expect(topics('raft-chaos')).toEqual(['random'])
  expect(topics('quorum-clock-skew')).toEqual(['clocks', 'violation', 'script'])
  expect(topics('sharded-join')).toContain('members')
})
