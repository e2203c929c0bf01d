import { expect, test } from 'vitest'
import { simulate } from '../../../src-main/lab/run/simulate'
import { readScenario } from '../../../src-main/lab/scenario-files/scenarios'
import { findProtocol } from '../../../src-node/protocols/registry'
import { RunFolds } from '../../../src-renderer/lab/run/runFolds'
import type { Sentence } from '../../../src-renderer/lab/text/narrator'

/** What the narrator says of a shipped scenario's first `duration_ms` in virtual time, but for details. */
function toldOf(id: string, duration_ms: number): string[] {
  const { parse } = readScenario(id)
  if (!parse.ok) throw new Error(JSON.stringify(parse.errors))
  const scenario = { ...parse.scenario, duration: duration_ms, checks: ['invariants' as const], expectations: [] }
  const protocol = findProtocol(scenario.cluster.protocol)
  const folds = new RunFolds(protocol.description)
  const said: Sentence[] = []
  const onEvents = (events: Parameters<NonNullable<Parameters<typeof simulate>[0]['onEvents']>>[0]) => {
    for (const event of events) {
      folds.observe(event)
      said.push(...folds.narrator.sentences.filter(({ number }) => number > (said.at(-1)?.number ?? 0)))
    }
  }
  simulate({ scenario, protocol, seed: scenario.seed, onEvents })
  return said.flatMap(({ importance, text }) => (importance === 'detail' ? [] : text))
}

/** Each is in the story, in this order; `#` stands for a number with its unit. */
function expectStory(id: string, duration_s: number, ...sentences: readonly string[]): void {
  const told = toldOf(id, duration_s * 1000).map((text) =>
    text.replace(/\b\d+(\.\d+)? (µs|ms|s)\b/g, '# time').replace(/\b\d+ (operation|entr|update|hint|record)/g, '# $1')
  )
  expect(told).toEqual(expect.arrayContaining([...sentences]))
  const places = sentences.map((sentence) => told.indexOf(sentence))
  expect(places).toEqual([...places].sort((a, b) => a - b))
}

test('of raft it tells why nobody leads, who was elected after how long, and what waited', () => {
  expectStory(
    'raft-leader-crash',
    11.5,
    'There is no leader since A crashed: writes wait until a node is elected.',
    'B was elected in term 3, # time after A crashed; # operations waited.',
    'A is back with # records from its disk.',
    'A took over from B in term 4.',
    'Cut the leader A off: A cannot form a quorum (1 of 3), so its writes wait.',
    'B was elected in term 5, # time after A was cut off; # operations waited.',
    'A, leader of term 4, is out of date: it has not heard of B in term 5.',
    'Every running node is in a quorum again, after # time; it affected # operations.',
    'A stepped down: it was out of date for # time.'
  )
})

test('of leader and followers it tells who gets no updates, who was promoted, and what was lost', () => {
  expectStory(
    'replication-async-failover',
    6,
    'n1 loses its link to n3: not all reach each other: n1 | n2 n3; n2 and n3 get no updates.',
    'There is no leader since n1 crashed: writes wait until a node is promoted.',
    'n2 was promoted in epoch 2, # time after n1 crashed; # operations waited, 1 did not succeed.',
    'n2 leads epoch 2 without 59 acknowledged writes.'
  )
})

test('of quorums it tells what hints wait for, and when they are handed over', () => {
  expectStory(
    'quorum-hinted-handoff',
    6,
    'n3 crashed.',
    'n3 misses writes: # hint kept by others waits to be handed over.',
    'n3 is back.',
    'All hints are handed over, # time after the first was kept.'
  )
})

test('of several leaders it tells that each side goes on', () => {
  expectStory(
    'multi-leader-partition',
    7,
    'The line between the regions is cut: not all reach each other: n1 n2 | n3 n4; each side goes on taking writes, which have to be merged later.',
    'All running nodes reach each other again, after # time; it affected # operations.',
    'Every follower has caught up after # time.'
  )
})

test('of two-phase commit it tells what is in doubt, and since when', () => {
  expectStory(
    'atomic-commit-coordinator-returns',
    5,
    '1 transaction is in doubt since n1 crashed: its keys stay locked.',
    'No transaction is in doubt any more, after # time.'
  )
})

test('of replicated commit it tells which groups wait for a leader', () => {
  expectStory(
    'replicated-commit-record-leader-dies',
    8,
    'g3 has no leader since n3 crashed: others have its promises and records.',
    '1 transaction is in doubt since n3 crashed: its keys stay locked.',
    'All groups have a leader again, after # time: each knows what its group has promised and recorded.',
    'No transaction is in doubt any more, after # time.'
  )
})

test('of shards it tells which move, and when nobody places them', () => {
  expectStory(
    'sharded-placement-lost',
    5,
    'Shard 7 moves from g4 to g6.',
    'All shards are where they belong, # time after the first began to move.',
    'Nobody places shards since n2 crashed: none can begin to move.',
    'n1 places shards, after # time without a leader.'
  )
})
