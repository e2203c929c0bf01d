import { describe, expect, it } from 'vitest'
import { foldRun } from '../../../src-shared/folds/run'
import { raft } from '../../../src-shared/protocols/raft'
import { countdownOf, electionTimer } from '../../../src-shared/protocols/raft/election-timers'
import { ElectionTimer, VotesCounted } from '../../../src-shared/protocols/raft/facts'
import { votesHolding } from '../../../src-shared/protocols/raft/votes'
import { LogAppend } from '../../../src-shared/protocols/replicated-log/facts'
import { SimulatedCluster } from '../simulation/simulated-cluster'
import { StreamBuilder } from '../support/stream'

const DRAWN = { delay_us: 212_000, least_us: 150_000, most_us: 300_000 }
const ENTRY = { entries: [{ index: 1, term: 1, digest: 1 }] }
const started = () => new StreamBuilder().start().bootAll().elect(10, 'n1', 1)
const timerOf = (run: StreamBuilder, node = 'n2') => countdownOf(foldRun(run.events(), raft), node)
const textOf = (run: StreamBuilder, node: string) => electionTimer.text(foldRun(run.events(), raft), node)

describe('the election timer as others see it', () => {
  it('runs out when the node said, until entries of the leader set it anew to somewhere between the bounds', () => {
    const run = started().at(50, ElectionTimer.of('n2', DRAWN))
    expect(timerOf(run)).toEqual({ from_us: 50_000, earliest_us: 262_000, latest_us: 262_000, longest_us: 300_000 })
    expect(textOf(run, 'n2')).toBe('runs out in 212 ms')
    run.at(80, LogAppend.of('n2', ENTRY))
    expect(timerOf(run)).toEqual({ from_us: 80_000, earliest_us: 230_000, latest_us: 380_000, longest_us: 300_000 })
    expect(textOf(run, 'n2')).toBe('runs out in 150 to 300 ms')
  })

  it('does not run on a leader, or on a node that is down; where a recording tells nothing of it, that is said', () => {
    const run = started().at(50, ElectionTimer.of('n2', DRAWN))
    expect([timerOf(run, 'n1'), textOf(run, 'n1')]).toEqual([null, 'none: it leads'])
    expect([timerOf(run, 'n3'), textOf(run, 'n3')]).toEqual([null, 'not told'])
    run.exit(60, 'n2')
    expect([timerOf(run), textOf(run, 'n2')]).toEqual([null, 'none: it is down'])
  })
})

describe('votes as they come in', () => {
  const voters = ['n1', 'n2', 'n3', 'n4', 'n5']
  const votesOf = (run: StreamBuilder) => votesHolding.of(foldRun(run.events(), raft), 'n2')

  it('are ticks of everybody who has one, as long as the node campaigns', () => {
    const run = started().role(400, 'n2', 'candidate', 2, null)
    run.at(401, VotesCounted.of('n2', { term: 2, voters, granted: ['n2', 'n4'], refused: ['n1'] }))
    expect(votesOf(run)!.marks.map(({ state }) => state)).toEqual(['no', 'yes', 'open', 'yes', 'open'])
    expect(votesOf(run)!.text).toBe('2 of 5 votes for term 2, 3 needed')
    run.role(402, 'n2', 'leader', 2, 'n2')
    expect(votesOf(run)).toBeNull()
  })
})

describe('what Raft tells of elections', () => {
  const told = () => {
    const world = new SimulatedCluster({ nodes: 3, clients: 0, seed: 3 })
    world.simulation.startAll()
    world.run(3)
    return world.events
  }

  it('is about one word of a follower’s timer in each heartbeat interval, and every answer to a candidate', () => {
    const events = told()
    const heartbeats = 3_000 / 50
    const timers = events.filter((event) => ElectionTimer.is(event))
    expect(timers.length).toBeGreaterThan(heartbeats)
    expect(timers.length).toBeLessThan(2.2 * heartbeats)
    const votes = events.flatMap((event) => (VotesCounted.is(event) ? event.data.granted.length : []))
    expect(votes).toEqual([1, 2, 1, 2])
  })
})
