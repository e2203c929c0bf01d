import { expect, it } from 'vitest'
import { simulate } from '../../../src-main/lab/run/simulate'
import { shippedScenarios } from '../../../src-main/lab/scenario-files/scenarios'
import { findProtocol } from '../../../src-node/protocols/registry'
import type { LabEvent } from '../../../src-shared/events'
import { foldRun } from '../../../src-shared/folds/run'
import type { RunFold } from '../../../src-shared/folds/run'
import { raft } from '../../../src-shared/protocols/raft'

function runUntil(id: string, end_us: number): RunFold {
  const { parse } = shippedScenarios().find((one) => one.id === id)!
  if (!parse.ok) throw new Error('the scenario does not parse')
  const events: LabEvent[] = []
  simulate({
    scenario: { ...parse.scenario, duration: end_us / 1000, checks: [] },
    protocol: findProtocol('raft'),
    seed: parse.scenario.seed,
    onEvents: (more) => void events.push(...more)
  })
  return foldRun(
    events.filter(({ t }) => t <= end_us),
    raft
  )
}

function followersOf(run: RunFold, node: string) {
  const panel = raft.panels.node!.find(({ kind }) => kind === 'peer-positions')
  return panel?.kind === 'peer-positions' ? panel.peers(run, node) : []
}

// n2 and n3 are 20 ms away, n4 and n5 have no vote, and n4, which crashed 0.9 s ago, has no role.
it('tells of a leader how far each follower is, what is on its way to it, and when it last answered', () => {
  const run = runUntil('raft-learners', 6_900_000)
  const followers = followersOf(run, 'n1')
  expect(followers.map(({ peer, mark }) => [peer, mark])).toEqual([
    ['n2', null],
    ['n3', null],
    ['n4', null],
    ['n5', 'learner']
  ])
  for (const { acknowledged, sent, end } of followers) {
    expect(acknowledged).toBeGreaterThan(0)
    expect(sent).toBeGreaterThanOrEqual(acknowledged)
    expect(sent).toBeLessThanOrEqual(end)
  }
  const [, , crashed, near] = followers
  expect(crashed!.silent_ms).toBeGreaterThan(600)
  expect(near!.silent_ms).toBeLessThan(200)
  expect(crashed!.acknowledged).toBeLessThan(near!.acknowledged)
  expect(followersOf(run, 'n2')).toEqual([])
})
