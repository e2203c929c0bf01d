import { describe, expect, it } from 'vitest'
import { simulate } from '../../../src-main/lab/run/simulate'
import { shippedScenarios } from '../../../src-main/lab/scenario-files/scenarios'
import { findProtocol } from '../../../src-node/protocols/registry'
import type { LabEvent } from '../../../src-shared/events'
import { foldRun } from '../../../src-shared/folds/run'
import { leaderFollower } from '../../../src-shared/protocols/leader-follower'
import { followerMark } from '../../../src-shared/protocols/leader-follower/follower-mark'
import { followerPositions } from '../../../src-shared/protocols/replicated-log/followers'
import { StreamBuilder } from '../support/stream'

/** n2 has everything, n3 lacks much of which some is on its way, n4 comes back with another disk, n5 has not been heard of. */
const SAMPLED = {
  last_index: 100,
  ...{ 'lag_entries.n2': 1, 'in_flight.n2': 1, 'counted.n2': 1 },
  ...{ 'lag_entries.n3': 40, 'in_flight.n3': 25, 'counted.n3': 1 },
  ...{ 'lag_entries.n4': 0, 'in_flight.n4': 0, 'counted.n4': 0 }
}

function positions(replication: string, node = 'n1') {
  const run = new StreamBuilder().start().bootAll().role(10, 'n1', 'leader', 1, 'n1').role(11, 'n2', 'follower', 1, 'n1')
  run.at(20, { kind: 'sample', node, values: SAMPLED })
  const fold = foldRun(run.events(), leaderFollower)
  fold.cluster.parameters = { replication }
  return followerPositions(fold, node, followerMark)
}

describe('the followers of a leader', () => {
  it('are as far as they acknowledged, with what is on its way to them', () => {
    expect(positions('asynchronous').map(({ peer, acknowledged, sent, end }) => [peer, acknowledged, sent, end])).toEqual([
      ['n2', 99, 100, 100],
      ['n3', 60, 85, 100],
      ['n4', 100, 100, 100],
      ['n5', 0, 0, 100]
    ])
    expect(positions('asynchronous').map(({ text }) => text)).toEqual([
      'n2 is 1 entry behind, 1 in flight',
      'n3 is 40 entries behind, 25 in flight',
      'n4 (catching up) has acknowledged everything',
      'n5 has acknowledged nothing since this node leads'
    ])
  })

  it('are marked where writes wait for them: all, or the one that is first and counts', () => {
    const marks = (replication: string) => positions(replication).map(({ mark }) => mark)
    expect(marks('asynchronous')).toEqual([null, null, 'catching up', null])
    expect(marks('semi-synchronous')).toEqual(['synchronous now', null, 'catching up', null])
    expect(marks('synchronous')).toEqual(['synchronous', 'synchronous', 'catching up', 'synchronous'])
  })

  it('are nobody’s who does not lead', () => {
    expect(positions('asynchronous', 'n2')).toEqual([])
  })

  it('are told of by the leader itself: what a follower that is cut off lacks stays in flight or unsent', () => {
    const { parse } = shippedScenarios().find((one) => one.id === 'replication-synchronous-blocks')!
    if (!parse.ok) throw new Error('the scenario does not parse')
    const events: LabEvent[] = []
    const onEvents = (more: readonly LabEvent[]) => void events.push(...more)
    simulate({
      scenario: { ...parse.scenario, duration: 4500, checks: [] },
      protocol: findProtocol('leader-follower'),
      seed: parse.scenario.seed,
      onEvents
    })
    const cut = events.find(({ kind }) => kind === 'fault-started')!.t
    const known = followerPositions(
      foldRun(
        events.filter(({ t }) => t <= cut + 1_500_000),
        leaderFollower
      ),
      'n1',
      followerMark
    )
    expect(known.map(({ peer, mark }) => `${peer} ${mark}`)).toEqual(['n2 synchronous', 'n3 synchronous'])
    expect(known.some(({ acknowledged, sent, end }) => acknowledged < sent && sent <= end)).toBe(true)
    expect(known.some(({ acknowledged, end }) => acknowledged === end)).toBe(true)
  })
})
