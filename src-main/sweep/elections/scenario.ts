/** The experiment behind the Raft paper's figure 16 as a scenario: a leader dies with logs of different lengths, once or again and again. */
import type { TimeoutRange } from '../../../src-shared/elections/elections'
import { rangeText } from '../../../src-shared/elections/elections'
import type { Engine } from '../../../src-shared/engine'
import type { NodeId } from '../../../src-shared/ids'
import { scenarioSchema } from '../../../src-shared/scenario/schema'
import type { Scenario } from '../../../src-shared/scenario/schema'

const NODES = ['n1', 'n2', 'n3', 'n4', 'n5'] as const
/** Led by this one until it dies. */
export const FIRST_LEADER: NodeId = 'n1'
/** Their logs are at least as long as those of a quorum, so that they can be elected. */
export const ELECTABLE: ReadonlySet<NodeId> = new Set(['n4', 'n5'])
/** Since the beginning of a trial: processes take their time to start, and who came back to catch up. */
const CAMPAIGN_MS: Readonly<Record<Engine, number>> = { simulation: 100, processes: 1000 }
/** From then to the first write. */
const LEAD_MS: Readonly<Record<Engine, number>> = { simulation: 200, processes: 600 }
/** Longer than any election takes: a simulation ends with it. */
const SIMULATED_MS = 10_000
/** What the dead one has for starting again, before the next trial. */
const RESTART_MS = 600

/** Between the writes of which each reaches one follower fewer: as short as the engine allows. */
const WRITE_STEP_MS: Readonly<Record<Engine, number>> = { simulation: 0.2, processes: 4 }
/** From a client's clock to the leader's broadcast: as a process it has to be woken, and to wake a proxy and the leader. */
const WRITE_WAY_MS: Readonly<Record<Engine, number>> = { simulation: 0, processes: 5 }
/** Until the elections nothing but the machine delays messages, so that heartbeats reset all timers at nearly the same moment. */
const CALM_LINK = { delay_ms: 0.2 }
/**
 * Each way of a request for a vote and of its answer. Answers of all four take 14.5 ms in the mean (the broadcast time; the paper
 * says "roughly 15 ms"), those that make a majority far less, since the tail is long. Processes and proxies take some of it
 * themselves: over links of 4 ms they took what simulations take over 6 to 7.
 */
const ELECTION_DELAY_MS: Readonly<Record<Engine, number>> = { simulation: 4, processes: 2 }
const electionLink = (engine: Engine) => ({ delay_ms: ELECTION_DELAY_MS[engine], jitter_ms: 4, distribution: 'pareto' as const })

/** The leader dies within a heartbeat interval: half of the lowest timeout, as in the paper. */
export function heartbeat_ms({ lowest_ms }: Pick<TimeoutRange, 'lowest_ms'>): number {
  return lowest_ms / 2
}

/** From one trial to the next: time for several elections that fail. */
function period_ms({ lowest_ms }: TimeoutRange, engine: Engine): number {
  return CAMPAIGN_MS[engine] + LEAD_MS[engine] + 8 * lowest_ms + RESTART_MS
}

/** One trial for each of these times, in ms from the leader's last broadcast to its death. */
export function electionScenario(range: TimeoutRange, died_after_ms: readonly number[], engine: Engine): Scenario {
  const trials = died_after_ms.map((after_ms, i) => trialAt(range, i, after_ms, engine))
  return scenarioSchema.parse({
    name: `raft-elections-${range.id}`,
    title: `Without a leader: timeouts of ${rangeText(range)}`,
    summary:
      'The leader dies with followers of which two have logs too short to be elected, as behind figure 16 of the Raft paper.',
    engine,
    cluster: {
      protocol: 'raft',
      nodes: [...NODES],
      parameters: {
        heartbeat_ms: heartbeat_ms(range),
        election_timeout_ms: [range.lowest_ms, range.highest_ms],
        pre_vote: false,
        check_quorum: false
      }
    },
    network: { default: CALM_LINK },
    workload: { clients: NODES.length - 1, retry: { attempts: 1 }, script: trials.flatMap(({ script }) => script) },
    timeline: trials.flatMap(({ timeline }) => timeline),
    duration: text(engine === 'simulation' ? SIMULATED_MS : died_after_ms.length * period_ms(range, engine)),
    checks: ['invariants']
  })
}

/** The leader writes to all, then to all but n2, then to n4 and n5, then to n5 alone; then nobody hears of it. */
function trialAt(range: TimeoutRange, trial: number, after_ms: number, engine: Engine) {
  const begin_ms = trial * period_ms(range, engine)
  const end_ms = begin_ms + period_ms(range, engine) - RESTART_MS
  const step_ms = WRITE_STEP_MS[engine]
  const write_ms = (i: number) => begin_ms + CAMPAIGN_MS[engine] + LEAD_MS[engine] + i * step_ms
  const broadcast_ms = (i: number) => write_ms(i) + WRITE_WAY_MS[engine]
  const followers = NODES.filter((node) => node !== FIRST_LEADER)
  const last_broadcast_ms = broadcast_ms(followers.length - 1)
  const until = (at_ms: number) => ({ at: text(at_ms), for: text(end_ms - at_ms) })
  return {
    script: followers.map((_, i) => ({
      at: text(write_ms(i)),
      client: `c${i + 1}`,
      node: FIRST_LEADER,
      operation: { f: 'put', key: `k${i}`, value: String(trial) }
    })),
    timeline: [
      {
        at: text(begin_ms + CAMPAIGN_MS[engine]),
        if_possible: true,
        action: { do: 'command', node: FIRST_LEADER, command: 'campaign' }
      },
      ...followers.map((to, i) => ({
        ...until(broadcast_ms(i) + step_ms / 2),
        action: { do: 'link', from: FIRST_LEADER, to, both: false, change: { settings: { loss_percent: 100 } } }
      })),
      {
        ...until(last_broadcast_ms + step_ms * 0.8),
        action: { do: 'link', from: '*', to: '*', change: { settings: electionLink(engine) } }
      },
      { ...until(last_broadcast_ms + Math.max(step_ms, after_ms)), action: { do: 'crash', node: FIRST_LEADER } }
    ]
  }
}

function text(duration_ms: number): string {
  return `${duration_ms.toFixed(3)}ms`
}
